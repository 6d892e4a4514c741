import fc from 'fast-check';

/** What a log may hold to harm or fool a terminal; every text test runs over it. */
export const HOSTILE: readonly string[] = [
  '\u001b[31mred\u001b[0m',
  '\u001b]52;c;cm0gLXJmIC8=\u0007',
  '\u001b]0;title\u001b\\',
  '\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007',
  '\u001b[2J\u001b[3J\u001b[H',
  '\u001b[?1049l',
  '\u001bP+q544e\u001b\\',
  '\u001b_apc\u001b\\',
  '\u009b31mC1\u009b0m',
  '\u009d0;t\u009c',
  'over\rwritten',
  'back\b\b\bspace',
  'nul\u0000bel\u0007del\u007f',
  'a\u202egnp.exe',
  '\u2066\u2067\u2068x\u2069\u061c\u200e\u200f',
  'zero\u200bwidth\u200c\u200d\ufeff\u2060',
  'tag\u{e0041}\u{e0042}',
  'vs\ufe00\ufe0f\u{e0100}',
  'line\u2028para\u2029nel\u0085',
  '\ud800lone\udc00',
  '\u3164\u115f\u1160\u00ad\u034f',
  `zalgo${'\u0301'.repeat(5000)}`,
  `tone\u{1f44d}${'\u{1f3fd}'.repeat(3000)}`,
  '\u0301mark first',
  '\u{1f468}\u200d\u{1f469}\u200d\u{1f467} family',
  '\u{1f1e9}\u{1f1ea}\u{1f1eb} flags',
  '漢字かな交じり文',
  '한글과 \u1112\u1161\u11ab',
  '\u0d4e'.repeat(500),
  '\u0915\u094d'.repeat(500),
  'e\u0301 ⚠\ufe0f ❤\ufe0f 1\ufe0f\u20e3',
  '\t\ttabs\there',
  '\uffff\u{1ffff}\ufdd0',
];

/** Any string, lone surrogates included, with hostile pieces mixed in. */
export const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...HOSTILE),
      fc.string({unit: 'binary'}),
      fc.string({unit: 'grapheme'}),
      fc.string(),
      fc.nat(0xffff).map((code) => String.fromCharCode(code)),
    ),
    {maxLength: 6},
  )
  .map((parts) => parts.join(''));

/** What must never leave `visible()`. */
export const DANGEROUS =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]/u;
