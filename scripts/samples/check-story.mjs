import {readdirSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {judgeIncident, judgeTwin, rulesOf} from './judge-recording.mjs';
import {readRecording} from './read-recording.mjs';

export const INCIDENTS = join(dirname(fileURLToPath(import.meta.url)), '../../samples/incidents');

/** Checks the recordings of one story; `only` picks files by name. */
export async function checkStory(name, only = () => true) {
  const folder = join(INCIDENTS, name);
  const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => file.includes('.jsonl') && only(file));
  const rows = [];
  for (const file of files.sort()) {
    const read = await readRecording(join(folder, file));
    const judged = file.startsWith('incident.') ? judgeIncident(truth, read) : judgeTwin(read);
    rows.push({file, read, ...judged});
  }
  return {rows, differ: differences(rows)};
}

/** The same incident through different exporters gives the same findings. */
function differences(rows) {
  const incidents = rows.filter(({file}) => file.startsWith('incident.'));
  const groups = Map.groupBy?.(incidents, ({read}) => rulesOf(read)) ?? groupBy(incidents);
  if (groups.size <= 1) return [];
  return [...groups].map(
    ([rules, same]) => `${rules || 'nothing'} in ${same.map(({file}) => file).join(', ')}`,
  );
}

/** Map.groupBy is not in Node 20. */
function groupBy(rows) {
  const groups = new Map();
  for (const row of rows) {
    const key = rulesOf(row.read);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return groups;
}
