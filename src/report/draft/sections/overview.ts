import {STEP_KINDS} from '../../../tree/step-table.js';
import {amount, share} from '../cited.js';
import type {Block, Inlines} from '../draft.js';
import {
  countSteps,
  spanTime,
  sumTokens,
  wholeRun,
  windowSql,
  type StepWindow,
} from '../measures.js';
import {cite, code, endSentence, fill, say, sentence, strong} from '../say.js';
import type {Scope} from '../scope.js';
import {citeNumbers, countWrites} from '../numbers-said.js';
import {citeFinding, citeStep} from '../step-evidence.js';

const TOOL = STEP_KINDS.indexOf('tool');
/** Tools named one by one (STYLE H5). */
const MAX_TOOLS = 8;

/** What broke, how much it took, what it touched, and what a person must add. */
export function writeOverview(scope: Scope): readonly Block[] {
  const {input, book, incident, worst} = scope;
  const window = {first: incident.onset, last: incident.end};
  const seen = citeFinding(input, book, worst);
  const since = citeStep(input, book, {
    step: incident.onset,
    shows: 'the first step of the incident',
  });
  const others = listOthers(scope);
  const numbers = citeNumbers(scope, worst.title, worst.members);
  const all = book.add(countSteps(input, wholeRun(input), 'steps'));
  const lead = say`${strong('What broke: ')}${sentence(worst.title)} ${cite(seen, ...numbers)}. It began at step ${incident.onset + 1} of ${input.view.steps.count} ${cite(since, all)}.`;
  const blocks: Block[] = [
    {kind: 'paragraph', line: lead},
    {
      kind: 'paragraph',
      line: say`Severity ${strong(incident.severity)}, confidence ${strong(worst.confidence)}: ${sentence(endSentence(worst.confidenceReason))} What did not change: ${sentence(endSentence(worst.unchanged))} Considered, and not the case: ${sentence(endSentence(worst.benign))} ${cite(seen)}`,
    },
    {
      kind: 'table',
      caption: 'Impact, as far as the log shows it',
      head: ['Measure', 'In the incident'],
      rows: describeImpact(scope, window),
    },
  ];
  if (others.length > 0) blocks.push({kind: 'list', items: others});
  blocks.push(
    {kind: 'heading', text: 'What was touched'},
    {kind: 'list', items: describeTouched(scope, window)},
    {kind: 'heading', text: 'What a person must add'},
    {
      kind: 'list',
      items: [
        [fill('downtime and users affected, with the numbers', 'the owner of the service')],
        [
          fill(
            'data integrity: whether what was written stands as it should',
            'the owners of the systems listed above',
          ),
        ],
        [
          fill(
            'whether content was published or sent that nobody approved',
            'the owners of the content, and security',
          ),
        ],
      ],
    },
  );
  return blocks;
}

function describeImpact({input, book}: Scope, window: StepWindow): readonly (readonly Inlines[])[] {
  const all = wholeRun(input);
  const rows: (readonly Inlines[])[] = [];
  const add = (name: string, value: Inlines): void => {
    rows.push([say`${name}`, value]);
  };
  const [part, whole] = [spanTime(input, window), spanTime(input, all)];
  if (part !== undefined && whole !== undefined) add('Duration', share(book, part, whole));
  for (const [name, id] of [
    ['Steps', 'steps'],
    ['Model calls', 'llmCalls'],
    ['Tool calls', 'toolCalls'],
    ['Failed steps', 'failures'],
  ] as const) {
    add(name, share(book, countSteps(input, window, id), countSteps(input, all, id)));
  }
  const tokens = [sumTokens(input, window), sumTokens(input, all)] as const;
  if (tokens[0] !== undefined && tokens[1] !== undefined) {
    add('Tokens', share(book, tokens[0], tokens[1]));
  }
  return rows;
}

/** Other findings of the incident, then the other incidents of the run. */
function listOthers(scope: Scope): readonly Inlines[] {
  const {input, book, incident, worst} = scope;
  const describe = (words: string, index: number): readonly Inlines[] => {
    const finding = input.findings[index];
    if (finding === undefined || finding === worst) return [];
    const numbers = citeNumbers(scope, `${words} ${finding.title}`, finding.members);
    return [
      say`${words}: ${code(finding.rule)} (${finding.severity}), ${sentence(endSentence(finding.title))} ${cite(citeFinding(input, book, finding), ...numbers)}`,
    ];
  };
  const same = incident.findings.flatMap((index) => describe('Also seen', index));
  const elsewhere = input.incidents
    .filter((other) => other !== incident)
    .flatMap(({findings, onset}) =>
      describe(`Another incident of this run, from step ${onset + 1} on`, findings[0] ?? -1),
    );
  const rest = elsewhere.length > MAX_TOOLS ? [say`and more: ${code('whatbroke findings')}`] : [];
  return [...same.slice(0, MAX_TOOLS), ...elsewhere.slice(0, MAX_TOOLS), ...rest];
}

function describeTouched(scope: Scope, window: StepWindow): readonly Inlines[] {
  const {input, book} = scope;
  const {steps, spans} = input.view;
  const byTool = new Map<string, {calls: number[]; writes: number[]}>();
  const writes: number[] = [];
  for (let step = window.first; step <= window.last; step++) {
    if (steps.kind[step] !== TOOL) continue;
    const name = spans.strings[steps.name[step] ?? -1] ?? '';
    const own = byTool.get(name) ?? {calls: [], writes: []};
    own.calls.push(step);
    if (input.writes[step] === 1) {
      own.writes.push(step);
      writes.push(step);
    }
    byTool.set(name, own);
  }
  if (byTool.size === 0) return [say`No tool call is recorded in the incident.`];
  const where = windowSql(input, window);
  const written = amount(book, countWrites(scope, window));
  const lines: Inlines[] = [
    say`${strong('Writes made: ')}${written}, judged by the names and arguments of the calls.`,
  ];
  const sorted = [...byTool].sort(
    ([a, one], [b, two]) =>
      two.writes.length - one.writes.length ||
      two.calls.length - one.calls.length ||
      (a < b ? -1 : 1),
  );
  for (const [name, {calls, writes: own}] of sorted.slice(0, MAX_TOOLS)) {
    const counted = amount(book, {
      shows: `calls of one tool in the incident (${calls[0] === undefined ? '' : `first at step ${calls[0] + 1}`})`,
      amount: {value: calls.length, unit: 'calls'},
      steps: calls,
      query: `SELECT count(*) FROM tool_calls WHERE ${where} AND tool = ${quoteName(name)}`,
    });
    lines.push(say`${code(name)}: ${counted}${own.length > 0 ? ', changes something' : ''}`);
  }
  const rest = sorted.length - MAX_TOOLS;
  if (rest > 0) lines.push(say`and other tools, listed by ${code(toolQuery(where))}`);
  return lines;
}

function quoteName(name: string): string {
  return `'${name.replaceAll("'", "''")}'`;
}

function toolQuery(where: string): string {
  return `SELECT tool, count(*) FROM tool_calls WHERE ${where} GROUP BY 1`;
}
