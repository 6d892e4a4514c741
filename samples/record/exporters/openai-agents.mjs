import {
  BatchTraceProcessor,
  getGlobalTraceProvider,
  OpenAITracingExporter,
  setTraceProcessors,
} from '@openai/agents';

/** The SDK's own batch processor and exporter, with the collector as its endpoint. */
export const openaiAgentsExporters = {
  async processor({collectorUrl}) {
    const exporter = new OpenAITracingExporter({
      apiKey: 'local',
      endpoint: `${collectorUrl}/v1/traces/ingest`,
    });
    setTraceProcessors([new BatchTraceProcessor(exporter, {maxBatchSize: 64})]);
    return {flush: () => getGlobalTraceProvider().shutdown(30_000)};
  },
};
