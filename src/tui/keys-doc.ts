import type {ReplayMode} from '../replay/state.js';
import {GROUPS, KEYMAP, keyLabels} from './keymap.js';

const MODE_WORDS: Readonly<Record<ReplayMode, string>> = {
  steps: 'steps',
  detail: 'detail',
  findings: 'findings',
  help: 'help',
  goto: 'go to step',
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
    parts.push('', `## ${group}`, '', '| keys | does | where |', '| --- | --- | --- |');
    for (const binding of KEYMAP) {
      if (binding.group !== group) continue;
      const keys = keyLabels(binding)
        .split(' ')
        .map((key) => `\`${key}\``)
        .join(' ');
      const where = binding.modes.map((mode) => MODE_WORDS[mode]).join(', ');
      parts.push(`| ${keys} | ${binding.label} | ${where} |`);
    }
  }
  return `${parts.join('\n')}\n`;
}
