// The bare pass of DESIGN section 10: read, split lines, JSON.parse each line and each nested message
// string, keep nothing.
import {createReadStream} from 'node:fs';
import {report, start} from './report.mjs';

const NEWLINE = 10;
const [path] = process.argv.slice(2);
let values = 0;

function parseLine(line) {
  const {resourceSpans, payload} = JSON.parse(line);
  if (typeof payload?.arguments === 'string') JSON.parse(payload.arguments);
  if (typeof payload?.output === 'string') JSON.parse(payload.output);
  values += 1;
  for (const {scopeSpans} of resourceSpans ?? []) {
    for (const {spans} of scopeSpans) {
      for (const {attributes} of spans) {
        for (const {key, value} of attributes) {
          if (key.endsWith('.messages')) values += JSON.parse(value.stringValue).length;
        }
      }
    }
  }
}

const began = start();
let rest = Buffer.alloc(0);
for await (const chunk of createReadStream(path, {highWaterMark: 256 * 1024})) {
  let from = 0;
  for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
    const part = chunk.subarray(from, end);
    parseLine(rest.length === 0 ? part.toString() : Buffer.concat([rest, part]).toString());
    rest = Buffer.alloc(0);
    from = end + 1;
  }
  const tail = chunk.subarray(from);
  rest = rest.length === 0 ? Buffer.from(tail) : Buffer.concat([rest, tail]);
}
report(began, {values});
