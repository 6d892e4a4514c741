// Ingests the facts of a JSON file into a case, as a process of its own: for tests that kill it.
// Arguments: case, facts, source text. Prints a line per batch written, and at the end.
import {createHash} from 'node:crypto';
import {readFileSync, writeSync} from 'node:fs';
import {CaseWriter} from '../../dist/src/store/case-writer.js';

const BATCH_FACTS = 500;
const [casePath, factsPath, text, waitMs] = process.argv.slice(2);
const say = (line) => writeSync(1, `${line}\n`);
const sha256 = createHash('sha256').update(text).digest('hex');

try {
  const writer = CaseWriter.open(casePath, {waitMs: Number(waitMs ?? 0), onWait: say});
  say('open');
  const sizeBytes = Buffer.byteLength(text);
  const start = await writer.beginSource({
    path: '/logs/a.jsonl',
    container: 'json-lines',
    parserId: 'memory',
    parserVersion: 1,
    idScope: 'global',
    resumable: true,
    sizeBytes,
    hashPrefix: (length) => Promise.resolve(length === sizeBytes ? sha256 : undefined),
  });
  say(start.kind);
  if (start.kind !== 'unchanged') {
    const facts = JSON.parse(readFileSync(factsPath, 'utf8'));
    for (let at = 0; at < facts.length; at += BATCH_FACTS) {
      await start.session.write(facts.slice(at, at + BATCH_FACTS));
      say(`written ${at / BATCH_FACTS}`);
    }
    say('finishing');
    await start.session.finish({
      counts: {present: facts.length, read: facts.length, refused: 0},
      prefixBytes: sizeBytes,
      prefixSha256: sha256,
      totalBytes: sizeBytes,
      totalSha256: sha256,
      offset: sizeBytes,
      line: 1,
    });
    say('finished');
  }
  writer.close();
  say('closed');
} catch (error) {
  say(`error ${error.name}: ${error.message}`);
  process.exitCode = 2;
}
