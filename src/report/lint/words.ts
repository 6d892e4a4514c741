/** A word that says nothing in a postmortem. */
export interface WordEntry {
  /** Forms, lower case; `*` at the end stands for any letters. */
  readonly match: readonly string[];
  readonly reason: string;
  readonly better: string;
  /** `delete`: the sentence says the same without it. */
  readonly fix?: 'delete';
}

/** The words that this tool holds to mean nothing; a file of the team adds to them. */
export const EMPTY_WORDS: readonly WordEntry[] = [
  {
    match: ['synerg*'],
    reason: 'it names no part of the system',
    better: 'say which agents or services worked on what together',
  },
  {
    match: ['transformative*', 'transformational*'],
    reason: 'the reader wants to know what was changed or lost',
    better: 'say what changed for whom, with a number',
  },
  {
    match: ['agentic*'],
    reason: 'that agents ran is known; which logic failed is not',
    better: 'name the logic that failed: the loop, the hand-off, the limit',
    fix: 'delete',
  },
  {
    match: ['democratiz*', 'democratis*'],
    reason: 'it covers who had access to what, and who allowed it',
    better: 'say who had access to what, and who allowed it',
  },
  {
    match: ['seamless*'],
    reason: 'nothing between two services is without a seam, and the incident shows it',
    better: 'say how the parts are connected, and what happens when one fails',
    fix: 'delete',
  },
];

/** One pattern for all words, with the entry that each form belongs to. */
export function compileWords(words: readonly WordEntry[]): {
  readonly pattern: RegExp;
  readonly find: (word: string) => WordEntry | undefined;
} {
  const forms = words.flatMap((entry) =>
    entry.match.map((form) => ({form: form.toLowerCase(), entry})),
  );
  const source = forms
    .map(({form}) => {
      const stem = form.replace(/\*$/, '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      return form.endsWith('*') ? `${stem}\\p{L}*` : stem;
    })
    .join('|');
  return {
    // A hyphen joins words: `seamless-looking` holds the word, `unsynergistic` is another.
    pattern: new RegExp(
      `(?<![\\p{L}\\p{N}_])(?:${source === '' ? '(?!)' : source})(?![\\p{L}\\p{N}_])`,
      'giu',
    ),
    find: (word) => {
      const lower = word.toLowerCase();
      return forms.find(({form}) =>
        form.endsWith('*') ? lower.startsWith(form.slice(0, -1)) : lower === form,
      )?.entry;
    },
  };
}
