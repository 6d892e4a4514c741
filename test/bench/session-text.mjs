// Text as sessions of coding agents hold it. The figures were counted over recorded Claude Code sessions
// (6 MB, 522 results): a result has a median of 256 characters and a mean of 1,460, so most are short
// and a few are long; about half of all lines are progress of hooks; an edit logs the whole file again.
const SYLLABLES = [
  'ba',
  'con',
  'der',
  'ex',
  'fi',
  'ge',
  'li',
  'mo',
  'ne',
  'pro',
  'ra',
  'sto',
  'te',
];
const ENDS = [' ', ' ', ' ', ' ', ' ', ' ', '_', '.', '(', ': ', '\n', '\n  '];
/** One word of this many is a number: a line number, a count, a duration. */
const NUMBER_EVERY = 12;

const pick = (random, list) => list[Math.floor(random() * list.length)];

function makeWords(random) {
  const list = [];
  for (let at = 0; at < 2000; at += 1) {
    let word = '';
    for (let part = 0; part <= at % 3; part += 1) word += pick(random, SYLLABLES);
    list.push(word);
  }
  return list;
}

/** A length with the given mean, skewed as results are: the median is a third of the mean. */
export function skewed(random, mean) {
  return Math.ceil(5 * mean * random() ** 4) + 20;
}

/** @returns `(chars) => text`: lines of words, as code and the output of commands. */
export function makeProse(random) {
  const words = makeWords(random);
  return (chars) => {
    let text = '';
    for (let count = 1; text.length < chars; count += 1) {
      const word = count % NUMBER_EVERY === 0 ? String(Math.floor(random() * 900)) : undefined;
      text += (word ?? pick(random, words)) + pick(random, ENDS);
    }
    return text;
  };
}

/** Files of a project: read again and again, and changed by a line at a time. */
export function makeFiles(random, prose) {
  const files = Array.from({length: 40}, (_, at) => ({
    path: `/project/src/${String(at)}.ts`,
    lines: prose(skewed(random, 9000)).split('\n'),
  }));
  return {
    pick: () => pick(random, files),
    edit(file) {
      const at = Math.floor(random() * file.lines.length);
      const change = {before: file.lines[at], after: prose(60).replaceAll('\n', ' ')};
      file.lines[at] = change.after;
      return change;
    },
  };
}
