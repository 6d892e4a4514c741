import {startProvider} from './otel-provider.mjs';

/** The AI SDK's own telemetry; `openinference` passes it through Arize's span processor. */
export const vercelExporters = {
  async otel(given) {
    return startProvider(given);
  },
  async openinference(given) {
    const {OpenInferenceSimpleSpanProcessor} = await import('@arizeai/openinference-vercel');
    const {OTLPTraceExporter} = await import('@opentelemetry/exporter-trace-otlp-http');
    const exporter = new OTLPTraceExporter({url: `${given.collectorUrl}/v1/traces`});
    const {NodeTracerProvider} = await import('@opentelemetry/sdk-trace-node');
    const {resourceFromAttributes} = await import('@opentelemetry/resources');
    const provider = new NodeTracerProvider({
      resource: resourceFromAttributes({
        'service.name': given.service,
        'openinference.project.name': given.service,
      }),
      spanProcessors: [new OpenInferenceSimpleSpanProcessor({exporter})],
      spanLimits: {attributeCountLimit: 100_000},
    });
    provider.register();
    return {flush: () => provider.shutdown()};
  },
};
