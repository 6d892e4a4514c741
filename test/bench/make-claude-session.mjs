// Makes a large Claude Code session: a real one repeated, each time with fresh ids in one session.
//   node test/bench/make-claude-session.mjs SOURCE.jsonl OUT.jsonl MEGABYTES
import {closeSync, openSync, readFileSync, writeSync} from 'node:fs';

const [source, out, megabytes] = process.argv.slice(2);
if (megabytes === undefined) {
  console.error('usage: make-claude-session.mjs SOURCE.jsonl OUT.jsonl MEGABYTES');
  process.exit(2);
}
const text = readFileSync(source, 'utf8').trimEnd();
const session = /"sessionId":"([^"]+)"/.exec(text)?.[1];
const ids = /\b(?:msg|toolu|req)_[A-Za-z0-9]+|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;
const wanted = Number(megabytes) * 1e6;
const file = openSync(out, 'w');
for (let copy = 0, written = 0; written < wanted; copy++) {
  const suffix = `x${copy.toString(36)}`;
  const lines = text.replace(ids, (id) => (id === session ? id : id + suffix));
  written += writeSync(file, `${lines}\n`);
}
closeSync(file);
