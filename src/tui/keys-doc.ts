import {REPLAY_MODES, type ReplayMode} from '../replay/state.js';
import {GROUPS, KEYMAP, keyLabels} from './keymap.js';

const MODE_WORDS: Readonly<Record<ReplayMode, string>> = {
  steps: 'steps',
  tree: 'tree',
  detail: 'detail',
  findings: 'findings',
  incident: 'incident',
  notes: 'notes',
  shape: 'shape',
  compare: 'compare',
  help: 'help',
  prompt: 'where you type',
};

/** The text of docs/keys.md. */
export function renderKeysDoc(): string {
  const parts = [
    '# Keys of the replay',
    '',
    'Made from `src/tui/keymap.ts` by `node scripts/gen-keys.mjs`; do not edit. In the replay, `?` shows the same list,',
    'and a key that cannot do its work says why in the last line.',
  ];
  for (const group of GROUPS) {
    const rows = KEYMAP.filter((binding) => binding.group === group).map((binding) => [
      keyLabels(binding)
        .split(' ')
        .map((key) => `\`${key}\``)
        .join(' '),
      binding.label,
      whereWords(binding.modes),
    ]);
    parts.push('', `## ${group}`, '', ...table([['keys', 'does', 'where'], ...rows]));
  }
  return `${parts.join('\n')}\n`;
}

function whereWords(modes: readonly ReplayMode[]): string {
  if (modes.length === REPLAY_MODES.length) return 'everywhere';
  if (modes.length === REPLAY_MODES.length - 1 && !modes.includes('prompt'))
    return 'everywhere but where you type';
  return modes.map((mode) => MODE_WORDS[mode]).join(', ');
}

/** A Markdown table with aligned columns, as the formatter of this repository leaves it. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries())
      widths[column] = Math.max(3, widths[column] ?? 0, cell.length);
  const lines = rows.map((row) => {
    const cells = row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
    return `| ${cells.join(' | ')} |`;
  });
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [...lines.slice(0, 1), rule, ...lines.slice(1)];
}
