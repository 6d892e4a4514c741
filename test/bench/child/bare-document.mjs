// A bare pass of stream-json with the fast options of DESIGN section 4; keeps nothing.
import {createReadStream} from 'node:fs';
import {pipeline} from 'node:stream/promises';
import {Writable} from 'node:stream';
import {parser} from 'stream-json';
import {report, start} from './report.mjs';

const [path] = process.argv.slice(2);
const options = {packKeys: true, packStrings: true, packNumbers: true, streamValues: false};
let tokens = 0;
const began = start();
await pipeline(
  createReadStream(path, {highWaterMark: 256 * 1024}),
  parser.asStream(options),
  new Writable({
    objectMode: true,
    write(_token, _encoding, done) {
      tokens += 1;
      done();
    },
  }),
);
report(began, {tokens});
