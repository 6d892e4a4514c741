import {formatAmount} from '../../../src/report/draft/cited.js';
import type {Block, Evidence, Inlines} from '../../../src/report/draft/draft.js';
import {formatPercent, formatRatio, formatTokens} from '../../../src/text/numbers.js';
import {formatDurationUs, formatTimeUs} from '../../../src/text/times.js';
import type {GatheredDraft} from '../../../src/cli/report/gather-draft.js';

const NUMBER = /\d[\d.,:]*\d|\d/g;
const US_PER_MINUTE = 60_000_000;

/** What states no measure of the run, or is given again by a command that the draft prints. */
const EXEMPT: readonly RegExp[] = [
  // A limit to set, in the words of `simulate`.
  /(?:^|: |, )«[\d,.]+» [\w -]+ (?:per|a minute per) /,
  /Test hypothesis «\d+»/,
  /exits with «0»/,
  // `whatbroke simulate --guard ...` gives them.
  /«\d+» steps? with new information/,
  // What only the rule itself counts.
  /«[\d,]+» (?:messages|instructions?) fell out|\(«[\d,]+» messages in all\)/,
  /started «\d+» agents|levels: [\d, ]*«\d+»/,
  /only after «\d+» steps|acted in «\d+» calls/,
];

/** Numbers in the text of a draft that are no amount of the evidence in their line, nor follow from two of them. */
export function listUntied({draft, input}: GatheredDraft): readonly string[] {
  const evidence = new Map(draft.evidence.map((entry) => [entry.id, entry]));
  return draft.sections
    .filter(({id}) => id !== 'method')
    .flatMap(({blocks}) => blocks.flatMap(listLines))
    .flatMap((line) => {
      const cited = line.flatMap((piece) => (piece.kind === 'cite' ? piece.ids : []));
      const tied = listTied(
        cited.flatMap((id) => evidence.get(id) ?? []),
        input,
      );
      const text = line
        .map((piece) => (piece.kind === 'code' ? '`' : 'text' in piece ? piece.text : ''))
        .join('');
      return [...text.matchAll(NUMBER)]
        .filter(([number]) => !tied.has(number) && !tied.has(number.replaceAll(',', '')))
        .map(({0: number, index}) => {
          const after = text.slice(index + number.length, index + number.length + 60);
          return `${text.slice(Math.max(0, index - 60), index)}«${number}»${after}`;
        })
        .filter((place) => !EXEMPT.some((pattern) => pattern.test(place)));
    });
}

function listLines(block: Block): readonly Inlines[] {
  switch (block.kind) {
    case 'paragraph':
      return [block.line];
    case 'list':
      return block.items;
    case 'table':
      return block.rows.map((row) =>
        row.flatMap((cell): Inlines => [...cell, {kind: 'text', text: ' | '}]),
      );
    case 'heading':
    case 'commands':
    case 'plot':
      return [];
  }
}

function listTied(
  cited: readonly Evidence[],
  {view, summary}: GatheredDraft['input'],
): ReadonlySet<string> {
  const tied = new Set<string>();
  const add = (text: string): void => {
    for (const [number] of text.matchAll(NUMBER)) tied.add(number);
  };
  const [startUs = NaN] = view.steps.startUs;
  for (const {amount, places} of cited) {
    if (amount !== undefined) {
      add(formatAmount(amount));
      add(String(amount.value));
      for (const {amount: other} of cited) {
        if (other === undefined || other.value === 0) continue;
        add(formatPercent(Math.min(1, amount.value / other.value)));
        add(formatRatio(amount.value / other.value));
        add(formatTokens(Math.round(amount.value / (other.value / US_PER_MINUTE))));
      }
    }
    for (const {step} of places) {
      add(String(step + 1));
      const at = view.steps.startUs[step] ?? NaN;
      if (Number.isNaN(at)) continue;
      add(formatTimeUs(at, summary.timeBasis));
      add(formatDurationUs(at - startUs));
    }
  }
  return tied;
}
