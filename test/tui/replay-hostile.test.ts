import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {expect} from '@jest/globals';
import {HOSTILE} from '../text/hostile.js';
import {startTmux, testWithTmux} from '../helpers/tmux.js';

const BIN = join(resolve(import.meta.dirname, '../..'), 'bin/whatbroke.js');
const LAPS = 8;

/** Every text of the log is hostile: names, agents, arguments, results, messages, errors, attributes, the file's name. */
function hostileLog(): string {
  const poison = HOSTILE.join(' ').toWellFormed();
  const few = HOSTILE.slice(0, 12).join('');
  const text = (key: string, value: string): object => ({key, value: {stringValue: value}});
  const spans: object[] = [];
  const add = (parent: string, name: string, attributes: object[], failed = false): string => {
    const at = 1_780_000_000_000 + spans.length * 1000;
    const spanId = (spans.length + 1).toString(16).padStart(16, '0');
    const ends = String(parent === '' ? at + 1_000_000 : at + 900) + '000000';
    spans.push({
      traceId: '7'.repeat(32),
      spanId,
      parentSpanId: parent,
      name,
      startTimeUnixNano: `${String(at)}000000`,
      endTimeUnixNano: ends,
      attributes,
      status: failed ? {code: 2, message: `failed ${poison}`} : {},
    });
    return spanId;
  };
  const agent = (parent: string, name: string): string =>
    add(parent, `invoke_agent ${name}`, [
      text('gen_ai.operation.name', 'invoke_agent'),
      text('gen_ai.agent.name', name),
      text(`key${few}`, poison),
    ]);
  const root = agent('', `boss${few}`);
  for (const worker of [agent(root, `one${few}`), agent(root, `two${few}`)])
    for (let lap = 0; lap < LAPS; lap += 1) {
      const said = (role: string): string =>
        JSON.stringify([{role, parts: [{type: 'text', content: `${role} ${poison}\n${poison}`}]}]);
      add(worker, `chat ${few}`, [
        text('gen_ai.operation.name', 'chat'),
        text('gen_ai.request.model', `model${few}`),
        text('gen_ai.input.messages', said('user')),
        text('gen_ai.output.messages', said('assistant')),
      ]);
      const call = [
        text('gen_ai.operation.name', 'execute_tool'),
        text('gen_ai.tool.name', `look${few}`),
        text('gen_ai.tool.call.arguments', JSON.stringify({q: poison, [few]: 1})),
        text('gen_ai.tool.call.result', `${poison}\n${'x'.repeat(20_000)}${few}`),
      ];
      add(worker, `execute_tool ${few}`, call, lap % 2 === 1);
    }
  return `${JSON.stringify({resourceSpans: [{resource: {}, scopeSpans: [{scope: {}, spans}]}]})}\n`;
}

testWithTmux('no byte of a hostile log is obeyed by the terminal, in any view', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'whatbroke-hostile-'));
  const terminal = startTmux('hostile', 100, 30);
  try {
    writeFileSync(join(folder, 'log.jsonl'), hostileLog());
    const bytes = join(folder, 'bytes');
    terminal.press(`cd ${folder}; node ${BIN} ingest log.jsonl; clear`, 'Enter');
    await terminal.waitFor(/ready>\s*$/);
    terminal.record(bytes);
    terminal.press(`node ${BIN} replay --step 4`, 'Enter');
    await terminal.waitFor(/step 4 of \d+/);
    const see = async (keys: readonly string[], wanted: string | RegExp): Promise<void> => {
      terminal.press(...keys);
      await terminal.waitFor(wanted);
    };
    // The tree, open and folded; a step in full to its end; the shape; all lists; what changed; the prompt; the keys.
    await see(['t'], /[▾▸]/);
    await see(['z', 'G', 'g', 't'], /step 1 of/);
    await see([':6', 'Enter', 'Enter', 'G'], 'recorded');
    await see(['Escape', 'v'], 'Shape:');
    await see(['v', 'w'], 'What broke:');
    await see(['i'], 'a digit goes to its evidence');
    await see(['Escape', ':8', 'Enter', 'd'], /against|compare/);
    await see(['Escape', ':7', 'Enter', 'p'], /kept at the beginning|nothing to compare|prompt/);
    await see(['Escape', 'x', 'j', 'x'], 'Step 7 against step 8');
    await see(['Escape', '?', 'G'], 'picked to compare');
    // What a person pastes is no better than the log: into a note, a search, a filter, a condition, a go-to.
    await see(['Escape', 'c'], 'note:');
    await see(['pasted \u202e\u009b31m \u001b]52;c;eA==\u0007', 'Enter'], /kept|step/);
    await see(['Escape', 'Escape', '/look', 'Enter'], /step \d+ of/);
    await see(['&text~"evil\u202e"', 'Enter'], 'no step of this run is text~');
    await see(['Escape', ':nothing\u200bhere', 'Enter'], /no span|cannot|not/);
    await see(['b', 'tool=\u2066x', 'Enter'], 'breakpoint');
    await see(['M'], 'Kept in the case');
    await see(['Escape', 'R'], 'the report is in');
    const before = readFileSync(bytes, 'latin1');
    expect(before).not.toContain('\u001b]52');
    // Only the key for it writes to the clipboard, and only the id.
    await see([':6', 'Enter', 'y'], 'is on the clipboard');
    terminal.press('q');
    await terminal.waitFor(/ready>\s*$/);
    const written = readFileSync(bytes, 'utf8');
    const copied = [...written.matchAll(/\u001b\]52;c;([A-Za-z0-9+/=]*)\u0007/g)].map((found) =>
      Buffer.from(found[1] ?? '', 'base64').toString(),
    );
    expect(copied).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/)]);
    // Ours are cursor moves, clears, modes and weights, and that one copy; readline's are outside of the replay.
    const replay = written.slice(
      written.indexOf('\u001b[?1049h'),
      written.lastIndexOf('\u001b[?1049l'),
    );
    const rest = replay
      .replace(/\u001b\]52;c;[A-Za-z0-9+/=]*\u0007/, '')
      .replace(/\u001b\[(\d*;?\d*H|2?[JK]|\?(1049|7|25|2026)[hl]|[0-9;]*m)/g, '');
    expect(rest.length).toBeGreaterThan(20_000);
    expect(rest).not.toMatch(
      /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2060-\u2069\u200b-\u200f\u061c\ufeff]/,
    );
  } finally {
    terminal.end();
    rmSync(folder, {recursive: true, force: true});
  }
});
