import {AsyncLocalStorageContextManager} from '@opentelemetry/context-async-hooks';
import {context, trace} from '@opentelemetry/api';
import {OTLPTraceExporter} from '@opentelemetry/exporter-trace-otlp-http';
import {resourceFromAttributes} from '@opentelemetry/resources';
import {BatchSpanProcessor, NodeTracerProvider} from '@opentelemetry/sdk-trace-node';

/** The OpenTelemetry SDK with the OTLP/HTTP JSON exporter, posting to the collector. */
export function startProvider({collectorUrl, service, processors = []}) {
  const exporter = new OTLPTraceExporter({url: `${collectorUrl}/v1/traces`});
  const batches = new BatchSpanProcessor(exporter, {maxExportBatchSize: 64, maxQueueSize: 100_000});
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      'service.name': service,
      'deployment.environment.name': 'production',
    }),
    spanProcessors: [...processors, batches],
    spanLimits: {attributeCountLimit: 100_000},
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  return {provider, flush: () => provider.shutdown()};
}
