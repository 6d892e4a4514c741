import {listen, sendJson} from './http.mjs';

/**
 * Takes what tracing SDKs post and keeps the bodies as they came: OTLP/JSON exports as the
 * Collector's file exporter writes them (one export a line), LangSmith ingest batches, batches of
 * the OpenAI Agents SDK. What else is posted is an error of the recording and listed.
 */
export async function startCollector() {
  const bodies = [];
  const unexpected = [];
  const server = await listen(({method, path, body}, response) => {
    if (method === 'GET' && path === '/info') {
      // An older LangSmith server: batches as JSON, no multipart.
      return sendJson(response, 200, {
        version: '0.10.0',
        batch_ingest_config: {
          use_multipart_endpoint: false,
          size_limit: 100,
          size_limit_bytes: 20_971_520,
          scale_up_nthreads_limit: 16,
          scale_up_qsize_trigger: 1000,
          scale_down_nempty_trigger: 4,
        },
      });
    }
    if (/^\/(?:v1\/traces|runs\/batch|v1\/traces\/ingest)$/.test(path))
      bodies.push(body.toString('utf8'));
    else unexpected.push(`${method} ${path}`);
    return sendJson(response, 200, {});
  });
  return {
    ...server,
    unexpected,
    /** One body a line, as received. A body with line breaks is parsed and written again. */
    text: () =>
      bodies
        .map((body) => `${body.includes('\n') ? JSON.stringify(JSON.parse(body)) : body}\n`)
        .join(''),
  };
}
