// Inputs of the size that incidents have, through the built program, with its peak memory.
import {closeSync, openSync, rmSync, statSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import {wrap, writeConversations, writeDocument} from './generate.mjs';
import {tool, writeSpans} from './generate-spans.mjs';
import {runCommand} from './measure.mjs';

const MILLION = 1_000_000;
const PIECE = 1_000_000;

/** One line whose tool result is `chars` long. */
export function writeOneRecord(path, chars) {
  const [before, after] = wrap([tool(1, 0, {args: '{}', result: '@'})]).split('@');
  const file = openSync(path, 'w');
  writeSync(file, before);
  for (let written = 0; written < chars; written += PIECE) writeSync(file, 'x'.repeat(PIECE));
  writeSync(file, `${after}\n`);
  closeSync(file);
}

const INPUTS = [
  ['JSONL of growing conversations', 'big.jsonl', (path) => writeConversations(path, 2e9)],
  ['one document', 'big.json', (path) => writeDocument(path, 600e6)],
  ['one record', 'record.jsonl', (path) => writeOneRecord(path, 400e6)],
  ['a million spans', 'flat.jsonl', (path) => writeSpans(path, MILLION, 'flat')],
  ['a chain a million deep', 'chain.jsonl', (path) => writeSpans(path, MILLION, 'chain')],
];

/** What is looked at afterwards; a step in the middle, and the first frame of the replay. */
const COMMANDS = [['findings'], ['tree'], ['show', '1'], ['replay', '--print']];

export async function* big({work}) {
  for (const [title, name, write] of INPUTS) {
    const path = join(work, name);
    const casePath = join(work, `${name}-case`, 'case.db');
    await write(path);
    const sizeMb = Math.round(statSync(path).size / 1e6);
    for (const command of [['ingest', path], ...COMMANDS]) {
      const {ms, cpuMs, rssMb} = await runCommand([...command, '--case', casePath]);
      const shown = command[0] === 'ingest' ? `ingest, ${sizeMb} MB` : command.join(' ');
      yield {
        id: `big-${name}-${command[0]}`,
        what: `${title}: \`${shown}\``,
        value: ms / 1000,
        byCpu: cpuMs / 1000,
        better: 'less',
        unit: 's',
        isTime: true,
        rssMb,
      };
    }
    rmSync(path);
    rmSync(join(work, `${name}-case`), {recursive: true});
  }
}
