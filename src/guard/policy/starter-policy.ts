import {guardKinds} from '../kinds/registry.js';

/** A commented policy to begin with: every guard with its unit, scope and reset, the common ones switched on. */
export function writeStarterPolicy(): string {
  const lines = [
    '# Guards that this team says it has. Check logs against it: whatbroke policy check LOGS --policy FILE',
    '# A guard of a tool beats one of an agent, which beats the default; `off` takes one away; deny beats allow.',
    '# yaml-language-server: $schema=https://unpkg.com/whatbroke/docs/schema/policy.schema.json',
    'version: 1',
    'guards:',
  ];
  for (const {id, title, stops, units, scopes, resets, limit, parameters} of guardKinds) {
    const counts = units[0] === 'breach' ? '' : `, in ${units.join(' or ')}`;
    lines.push(
      '',
      `  # ${title}${counts}; per ${scopes[0] ?? ''}; reset: ${resets[0] ?? ''}.`,
      `  # ${stops}`,
    );
    if (units[0] === 'breach') {
      const names = Object.entries(parameters).map(
        ([name, {default: value}]) => `${name}: ${JSON.stringify(value)}`,
      );
      lines.push(`  # ${id}: ${names.length === 0 ? 'true' : `{${names.join(', ')}}`}`);
    } else lines.push(`  ${ON.has(id) ? '' : '# '}${id}: ${limit.default}`);
  }
  lines.push(
    '',
    '# agents:',
    '#   researcher:',
    '#     max-turns: {limit: 20, scope: subtree}',
    '# tools:',
    '#   search:',
    '#     max-tool-calls: 30',
    '',
  );
  return lines.join('\n');
}

/** Guards that spare healthy work by what they look at. */
const ON = new Set(['max-turns', 'same-result', 'cycle-laps', 'consecutive-failures', 'max-depth']);
