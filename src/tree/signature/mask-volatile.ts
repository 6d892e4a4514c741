import {hasRun, makeCharClass} from './has-run.js';
import {FEATURE, findFeatures} from './text-features.js';

/**
 * Masks, in the text of a result, values whose *shape* says that every call makes them anew.
 * Bare integers are never masked: "12 failed" after "11 failed" is progress (detection.md 3.2).
 *
 *     2026-01-05T10:00:00Z pid 4711 done in 3.2s, 2 failed  ->  <time> pid <n> done in <dur>, 2 failed
 *
 * Every pattern is linear: no nested quantifier, bounded repeats, and a fixed or one-class start.
 */
interface Shape {
  /** Bit of `findFeatures` without which the pattern cannot match. */
  readonly needs?: number;
  /** Cheap test that must hold before the pattern runs. */
  readonly hint: RegExp | ((text: string) => boolean);
  readonly pattern: RegExp;
  readonly mask: string | ((match: string) => string);
}

function maskMixedHex(match: string): string {
  return /[0-9]/.test(match) && /[a-f]/i.test(match) ? '<hex>' : match;
}

function maskMixedToken(match: string): string {
  const cut = match.search(/[_-]/);
  const tail = match.slice(cut + 1);
  return /[0-9]/.test(tail) && /[a-z]/i.test(tail) ? `${match.slice(0, cut)}_<id>` : match;
}

const HEX = makeCharClass('0123456789abcdefABCDEF');
const DIGITS = makeCharClass('0123456789');
const MONTHS = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';

const SHAPES: readonly Shape[] = [
  {
    needs: FEATURE.date,
    hint: /\d-\d\d-\d\d[T ]/,
    pattern:
      /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?Z\b| ?[+-]\d\d:?\d\d\b)?/g,
    mask: '<time>',
  },
  {
    // "Mon, 05 Jan 2026 10:00:00 GMT" and "Mon Jan  5 10:00:00 UTC 2026"
    needs: FEATURE.clock,
    hint: /\d\d:\d\d:\d\d/,
    pattern: new RegExp(
      `\\b(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? {1,2})(?:\\d{1,2} (?:${MONTHS}) \\d{4}|(?:${MONTHS}) {1,2}\\d{1,2}) \\d\\d:\\d\\d:\\d\\d(?: [A-Z]{3,4})?(?: \\d{4})?`,
      'g',
    ),
    mask: '<time>',
  },
  {
    // a log line's own clock: at the start of a line or in brackets, nowhere else
    needs: FEATURE.clock,
    hint: /\d\d:\d\d:\d\d/,
    pattern: /(?:^|\[)\d\d:\d\d:\d\d(?:[.,]\d{1,9})?/gm,
    mask: (match) => (match.startsWith('[') ? '[<time>' : '<time>'),
  },
  {
    needs: FEATURE.uuid,
    hint: /-[0-9a-fA-F]{4}-/,
    pattern: /\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\b/g,
    mask: '<uuid>',
  },
  {needs: FEATURE.pointer, hint: /0x/, pattern: /\b0x[0-9a-fA-F]{6,16}\b/g, mask: '<ptr>'},
  {
    hint: (text) => hasRun(text, HEX, 12),
    pattern: /(?<![0-9A-Za-z])[0-9a-fA-F]{12,128}(?![0-9A-Za-z])/g,
    mask: maskMixedHex,
  },
  {
    // epoch milliseconds, microseconds and nanoseconds between 2014 and 2033
    hint: (text) => hasRun(text, DIGITS, 13),
    pattern: /(?<![\w.])1[4-9]\d{11}(?:\d{3}|\d{6})?(?![\w])/g,
    mask: '<epoch>',
  },
  {
    // the last letter of each word, and what joins it to the id
    needs: FEATURE.token,
    hint: /[lgqnpustk][_-][A-Za-z0-9]{8}/,
    pattern:
      /\b(?:call|msg|req|run|resp|toolu|chatcmpl|sess|session|evt|task|txn)[_-][A-Za-z0-9]{8,64}\b/g,
    mask: maskMixedToken,
  },
  {
    needs: FEATURE.duration,
    hint: /\d ?(?:ms|s|sec|m|min|µs|us|ns)/,
    pattern:
      /\b(in|took|elapsed|duration|time|real|user|sys)(:? {0,2}|=|\t)(?:\d{1,4}m ?)?\d{1,9}(?:\.\d{1,9})? ?(?:milliseconds?|seconds?|minutes?|msecs?|secs?|mins?|ms|µs|us|ns|s|m)\b/gi,
    mask: (match) => `${/^[a-z]+/i.exec(match)?.[0] ?? ''} <dur>`,
  },
  {
    // "15s elapsed", "3 minutes ago", and "waited 15s", "running for 2m 3s": a clock, whatever runs
    needs: FEATURE.duration,
    hint: /elapsed|ago|so far|for|since|waited|uptime|after/i,
    pattern:
      /\b(?:(for|after|waited|uptime|running)(:? {1,2}))?(?:\d{1,4} ?(?:h|hours?|m|mins?|minutes?),? ?){0,2}\d{1,9}(?:\.\d{1,9})? ?(?:milliseconds?|seconds?|minutes?|msecs?|secs?|mins?|ms|µs|us|ns|s|m)\b( elapsed| ago| so far)?/gi,
    mask: (match) => {
      const [before] = /^(?:for|after|waited|uptime|running)\b/i.exec(match) ?? [];
      const [after] = /(?:elapsed|ago|so far)$/i.exec(match) ?? [];
      if (before === undefined && after === undefined) return match;
      return `${before === undefined ? '' : `${before} `}<dur>${after === undefined ? '' : ` ${after}`}`;
    },
  },
  {
    // "(0.05s)" of test runners
    needs: FEATURE.bracketEnd,
    hint: /\d ?(?:ms|s)\)/,
    pattern: /\(\d{1,9}(?:\.\d{1,9})? ?(?:ms|s)\)/g,
    mask: '(<dur>)',
  },
  {
    needs: FEATURE.process,
    hint: /pid|process|session/i,
    pattern:
      /\b(pid|ppid|process id|process|session id|session)([ :=#]{1,3})["']?(?:[\w-]{0,40}\d[\w-]{0,40})/gi,
    mask: (match) => `${/^[a-z ]+[a-z]/i.exec(match)?.[0] ?? ''} <n>`,
  },
  {
    // names made up for a session: `session brisk-otter`
    needs: FEATURE.session,
    hint: /session/i,
    pattern: /\bsession[ :=#]{1,3}["']?[a-z]{2,20}-[a-z]{2,20}\b/gi,
    mask: 'session <n>',
  },
  {
    // `"request_id": "..."` and `duration_ms=3` inside text
    needs: FEATURE.keyed,
    hint: /(?:id|duration|ms|elapsed|latency|timestamp|took)["']?\s{0,2}[:=]/i,
    pattern:
      /\b(request[_-]?id|trace[_-]?id|span[_-]?id|run_?id|message_?id|correlation[_-]?id|event_?id|duration(?:_?ms)?|elapsed(?:_?ms)?|latency(?:_?ms)?|took(?:_?ms)?|timestamp)(["']?\s{0,2}[:=]\s{0,2}["']?)[\w.:+-]{1,64}/gi,
    mask: (match) => `${/^\w+/.exec(match)?.[0] ?? ''}=<v>`,
  },
  {
    hint: (text) => text.includes('/tmp'),
    pattern: /\/tmp[a-z0-9_]{6,10}(?![A-Za-z0-9_])/g,
    mask: '/<tmp>',
  },
  {needs: FEATURE.pytest, hint: /pytest-\d/, pattern: /\bpytest-\d{1,9}\b/g, mask: 'pytest-<n>'},
];

/** Text with volatile values replaced by their kind. O(length) for each shape whose hint holds. */
export function maskVolatile(text: string): string {
  const features = findFeatures(text);
  if ((features & FEATURE.digit) === 0) return text;
  let out = text;
  for (const shape of SHAPES) {
    const {needs} = shape;
    if (needs !== undefined && (features & needs) === 0) continue;
    if (!holds(shape.hint, out)) continue;
    out =
      typeof shape.mask === 'string'
        ? out.replace(shape.pattern, shape.mask)
        : out.replace(shape.pattern, shape.mask);
  }
  return out;
}

function holds(hint: Shape['hint'], text: string): boolean {
  return typeof hint === 'function' ? hint(text) : hint.test(text);
}

/** Trailing run number of an echoed working directory: `/tmp/run-7` -> `/tmp/run-#`. */
export function maskFolderCounter(folder: string): string {
  return folder.replace(/[-_]?\d{1,18}$/, '#');
}
