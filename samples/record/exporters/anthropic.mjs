/** How the Anthropic SDK is traced: `{sdk, agent(name, work), tool(name, work, args), flush}`. */
export const anthropicExporters = {
  async traceloop({collectorUrl, service}) {
    const traceloop = await import('@traceloop/node-server-sdk');
    const {OTLPTraceExporter} = await import('@opentelemetry/exporter-trace-otlp-http');
    const {BatchSpanProcessor} = await import('@opentelemetry/sdk-trace-node');
    const sdk = await import('@anthropic-ai/sdk');
    const exporter = new OTLPTraceExporter({url: `${collectorUrl}/v1/traces`});
    traceloop.initialize({
      appName: service,
      exporter,
      processor: new BatchSpanProcessor(exporter, {maxExportBatchSize: 64, maxQueueSize: 100_000}),
      instrumentModules: {anthropic: sdk},
      silenceInitializationMessage: true,
      traceloopSyncEnabled: false,
    });
    return {
      sdk,
      agent: (name, work) => traceloop.withAgent({name}, work),
      tool: (name, work, args) => traceloop.withTool({name}, work, args),
      flush: () => traceloop.forceFlush(),
      around: (work) => traceloop.withWorkflow({name: service}, work),
    };
  },
};
