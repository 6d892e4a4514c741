import * as callbackManager from '@langchain/core/callbacks/manager';
import {startProvider} from './otel-provider.mjs';

/** How the runs of LangChain and LangGraph are traced. Each returns {callbacks, flush}. */
export const langgraphExporters = {
  async openinference(given) {
    const {LangChainInstrumentation} =
      await import('@arizeai/openinference-instrumentation-langchain');
    const {provider, flush} = startProvider(given);
    const instrumentation = new LangChainInstrumentation({tracerProvider: provider});
    instrumentation.manuallyInstrument(callbackManager);
    return {flush};
  },
  async traceloop({collectorUrl, service}) {
    const traceloop = await import('@traceloop/node-server-sdk');
    const {OTLPTraceExporter} = await import('@opentelemetry/exporter-trace-otlp-http');
    const {BatchSpanProcessor} = await import('@opentelemetry/sdk-trace-node');
    const exporter = new OTLPTraceExporter({url: `${collectorUrl}/v1/traces`});
    traceloop.initialize({
      appName: service,
      exporter,
      processor: new BatchSpanProcessor(exporter, {maxExportBatchSize: 64, maxQueueSize: 100_000}),
      instrumentModules: {langchain: true},
      silenceInitializationMessage: true,
      traceloopSyncEnabled: false,
    });
    const {LangChainInstrumentation} = await import('@traceloop/instrumentation-langchain');
    new LangChainInstrumentation().manuallyInstrument({callbackManagerModule: callbackManager});
    return {
      flush: () => traceloop.forceFlush(),
      around: (work) => traceloop.withWorkflow({name: service}, work),
    };
  },
  async langsmith({collectorUrl, service}) {
    const {Client} = await import('langsmith');
    const {LangChainTracer} = await import('@langchain/core/tracers/tracer_langchain');
    const client = new Client({
      apiUrl: collectorUrl,
      apiKey: 'local',
      autoBatchTracing: true,
      blockOnRootRunFinalization: false,
    });
    const tracer = new LangChainTracer({client, projectName: service});
    return {callbacks: [tracer], flush: () => client.awaitPendingTraceBatches()};
  },
};
