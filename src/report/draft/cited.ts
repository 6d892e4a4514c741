import {formatCount, formatPercent, formatRatio, formatTokens} from '../../text/numbers.js';
import {formatDurationUs} from '../../text/times.js';
import type {Amount, Inlines} from './draft.js';
import type {EvidenceBook, EvidenceInput} from './evidence-book.js';
import {cite, say} from './say.js';

/** `150 calls [E3]`: an amount as a person reads it, with what it rests on. */
export function amount(book: EvidenceBook, input: EvidenceInput): Inlines {
  const words = input.amount === undefined ? '' : formatAmount(input.amount);
  return say`${words} ${cite(book.add(input))}`;
}

/** `133 of 294 calls (45%) [E3] [E4]`. */
export function share(book: EvidenceBook, part: EvidenceInput, whole: EvidenceInput): Inlines {
  const value = part.amount?.value ?? 0;
  const total = whole.amount?.value ?? 0;
  const refs = cite(book.add(part), book.add(whole));
  const [first, second] = [part.amount, whole.amount].map((each) =>
    each === undefined ? '' : formatAmount(each),
  );
  const short = (first ?? '').replace(/ (?:calls?|steps?|tokens?)$/, '');
  const percent = total === 0 ? '' : ` (${formatPercent(Math.min(1, value / total))})`;
  return say`${short} of ${second ?? ''}${percent} ${refs}`;
}

/** `5.2 times [E3] [E9]`. */
export function ratio(book: EvidenceBook, part: EvidenceInput, whole: EvidenceInput): Inlines {
  const value = (part.amount?.value ?? 0) / (whole.amount?.value ?? NaN);
  return say`${formatRatio(value)} times ${cite(book.add(part), book.add(whole))}`;
}

export function formatAmount({value, unit}: Amount): string {
  switch (unit) {
    case 'microseconds':
      return formatDurationUs(value);
    case 'tokens':
      return `${formatTokens(value)} ${value === 1 ? 'token' : 'tokens'}`;
    default: {
      const noun = value === 1 ? unit.replace(/s$/, '') : unit;
      return `${formatCount(value)} ${noun}`;
    }
  }
}
