import {formatCount, formatCountOf} from '../../../text/numbers.js';
import {describeRecords} from '../../verdict/describe-unknowns.js';
import {quoteForShell} from '../../verdict/words.js';
import type {DraftInput} from '../draft-input.js';
import type {Block, Inlines} from '../draft.js';
import {MAX_GUARDS} from './guards.js';
import {code, command, say, strong} from '../say.js';

const MAX_DIAGNOSTICS = 12;

/** How the draft was made, by which rules, and how to make it again. */
export function writeMethod(input: DraftInput, usedRules: ReadonlySet<string>): readonly Block[] {
  const {summary, rules, diagnostics, records, toolVersion, caseOption} = input;
  const option = caseOption === '' ? '' : ` ${caseOption}`;
  const run = quoteForShell(summary.id);
  const blocks: Block[] = [
    {
      kind: 'paragraph',
      line: say`Written by whatbroke ${toolVersion} from the log alone, by rules and without a model. ${formatCountOf(rules.length, 'rule')} ran. Run ${code(summary.id)}, read from ${sourceList(summary.sources)}: ${describeRecords(records)}.`,
    },
  ];
  const used = rules.filter(({id}) => usedRules.has(id));
  if (used.length > 0) {
    blocks.push({
      kind: 'list',
      items: used.map(({id, version, thresholds}) => {
        const values = Object.entries(thresholds)
          .map(([name, {default: value, unit}]) => `${name} = ${value} ${unit}`)
          .join(', ');
        return say`${code(id)} version ${version}${values === '' ? '' : `: ${values}`}`;
      }),
    });
  }
  if (diagnostics.length > 0) {
    blocks.push({
      kind: 'list',
      items: diagnostics
        .slice(0, MAX_DIAGNOSTICS)
        .map(
          ({severity, code: name, count, example}) =>
            say`${strong(`${severity}: `)}${code(name)}, ${formatCount(count)} times, for example: ${code(example)}`,
        ),
    });
  }
  blocks.push({
    kind: 'commands',
    lines: [
      `whatbroke replay --run ${run}${option}`,
      `whatbroke show E1 --run ${run}${option}`,
      `whatbroke report --run ${run}${option}`,
      `whatbroke lint DRAFT.md --run ${run}${option}`,
      ...(input.guards?.tried ?? [])
        .filter(({tripStep}) => tripStep !== undefined)
        .slice(0, MAX_GUARDS)
        .map((guard) => guard.command),
    ],
  });
  return blocks;
}

const MAX_SOURCES = 5;

function sourceList(sources: readonly string[]): Inlines {
  let line: Inlines = say``;
  for (const [place, source] of sources.slice(0, MAX_SOURCES).entries()) {
    line = say`${line}${place > 0 ? ', ' : ''}${command(source)}`;
  }
  const rest = sources.length - MAX_SOURCES;
  return rest > 0 ? say`${line} and ${formatCount(rest)} more` : line;
}
