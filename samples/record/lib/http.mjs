import {createServer} from 'node:http';
import {gunzipSync} from 'node:zlib';

/** A server on loopback, on a port of the system's choice. `answer` gets {method, path, headers, body}. */
export async function listen(answer) {
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    let body = Buffer.concat(chunks);
    if (request.headers['content-encoding'] === 'gzip') body = gunzipSync(body);
    const path = new URL(request.url, 'http://local').pathname;
    await answer({method: request.method, path, headers: request.headers, body}, response);
  });
  server.keepAliveTimeout = 500;
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}

export function sendJson(response, status, body, headers = {}) {
  response.writeHead(status, {'content-type': 'application/json', ...headers});
  response.end(JSON.stringify(body));
}

/** Server-sent events; a pair is [event name or undefined, data]. */
export function sendEvents(response, events) {
  response.writeHead(200, {'content-type': 'text/event-stream'});
  for (const [event, data] of events) {
    if (event !== undefined) response.write(`event: ${event}\n`);
    response.write(`data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`);
  }
  response.end();
}
