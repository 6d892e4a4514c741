import type {StoredFinding} from '../../replay/reader.js';
import {STEP_KINDS} from '../../tree/step-table.js';
import type {EvidenceId} from './draft.js';
import type {EvidenceInput} from './evidence-book.js';
import {countSteps, describeWindow, quoteSql, windowSql, type StepWindow} from './measures.js';
import type {Scope} from './scope.js';

const TOOL = STEP_KINDS.indexOf('tool');
/** Letters that tell a word in all its forms: retry, retries. */
const STEM = 4;
/** Numbers of one sentence that are looked up (STYLE H5). */
const MAX_NUMBERS = 6;

/** A run, and the incident of it that a sentence may count over. */
type Told = Pick<Scope, 'input' | 'book'> & Partial<Pick<Scope, 'incident'>>;

/**
 * Evidence for the numbers in a sentence of a rule: "15 laps of 3 calls" leads to the laps and the period that the
 * case holds of the finding, "failed 9 times" to the failures that can be counted. What it leads to has that very
 * number, and shares a step with what the sentence stands on; a number that nothing of the kind gives cites nothing.
 */
export function citeNumbers(
  scope: Told,
  text: string,
  steps: readonly number[],
): readonly EvidenceId[] {
  const said = listNumbers(text);
  if (said.length === 0) return [];
  const about = new Set(steps);
  const candidates = [...listFindingNumbers(scope, text, about), ...listCounts(scope, about)];
  return said.flatMap((number) => {
    const found = candidates.find(({amount}) => amount?.value === number);
    return found === undefined ? [] : [scope.book.add(found)];
  });
}

/** Whole numbers outside of quoted names. */
function listNumbers(text: string): readonly number[] {
  const words = text.replaceAll(/`[^`]*`/g, ' ');
  const found = [...words.matchAll(/(?<![\w.,#])\d[\d,]*(?![\w%])(?!\.\d)/g)];
  const numbers = found.map(([digits]) => Number(digits.replaceAll(',', '')));
  // "1" is most often an article.
  return [...new Set(numbers)].filter((number) => number > 1).slice(0, MAX_NUMBERS);
}

function* listFindingNumbers(
  {input}: Told,
  text: string,
  about: ReadonlySet<number>,
): Generator<EvidenceInput> {
  for (const finding of input.findings) {
    if (!finding.members.some((step) => about.has(step))) continue;
    const {id, rule, members, laps, period, memberCount, metrics} = finding;
    const numbers: readonly (readonly [string, string, number | undefined])[] = [
      ['laps', 'laps', laps],
      ['period', 'calls', period],
      ['memberCount', 'steps', memberCount],
      ...Object.entries(metrics ?? {}).map(
        ([name, value]) => [`metrics.${name}`, toWords(name), value] as const,
      ),
    ];
    for (const [path, unit, value] of numbers) {
      if (value === undefined || !isNamed(path, text)) continue;
      yield {
        shows:
          path === 'memberCount' ? `steps of finding ${id} (${rule})` : describe(path, finding),
        amount: {value, unit},
        steps: members,
        query: `SELECT json_extract(detail, '$.${path}') FROM findings WHERE finding_id = ${quoteSql(id)} AND run_id = ${quoteSql(input.view.runId)}`,
      };
    }
  }
}

/** A number of a rule is meant only where the sentence names what it counts: equal numbers may be of other things. */
function isNamed(path: string, text: string): boolean {
  if (path === 'memberCount') return true;
  if (path === 'laps' || path === 'period') return /\b(?:laps?|times)\b/.test(text);
  const words = toWords(path.replace('metrics.', '')).split(' ');
  return words.some((word) => word.length > 3 && text.includes(word.slice(0, STEM)));
}

function describe(path: string, {id, rule}: StoredFinding): string {
  const what = path === 'period' ? 'calls of one lap' : toWords(path.replace('metrics.', ''));
  return `${what} of finding ${id} (${rule})`;
}

/** `answersPerCall`: answers per call. */
function toWords(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** What can be counted over the incident, and after it was provable. */
function* listCounts(scope: Told, about: ReadonlySet<number>): Generator<EvidenceInput> {
  const {input, incident} = scope;
  if (incident === undefined) return;
  const window = {first: incident.onset, last: incident.end};
  const {provable, end} = incident;
  if (about.has(end) && end > provable) {
    yield countSteps(input, {first: provable + 1, last: end}, 'steps');
  }
  const shares = ({steps}: EvidenceInput): boolean => steps.some((step) => about.has(step));
  const counted = (['failures', 'toolCalls', 'llmCalls', 'calls', 'steps'] as const).map((id) =>
    countSteps(input, window, id),
  );
  const all = {first: 0, last: input.view.steps.count - 1};
  yield* [countWrites(scope, window), countWrites(scope, all), ...counted].filter(shares);
}

/** Tool calls of some steps that change something outside. */
export function countWrites({input}: Told, window: StepWindow): EvidenceInput {
  const {steps} = input.view;
  const writes: number[] = [];
  for (let step = window.first; step <= window.last; step++) {
    if (steps.kind[step] === TOOL && input.writes[step] === 1) writes.push(step);
  }
  return {
    shows: `tool calls ${describeWindow(input, window)} that change something outside, by their names and arguments`,
    amount: {value: writes.length, unit: 'calls'},
    steps: writes,
    query: `SELECT count(*) FROM tool_calls WHERE ${windowSql(input, window)} AND is_write = 1`,
  };
}
