/** Names in a Python list of texts: `['browser_use', 'str_replace']`. */
export function readToolList(text: string): readonly string[] {
  const names: string[] = [];
  for (const [, single, double] of text.matchAll(/'([^']*)'|"([^"]*)"/g)) {
    names.push(single ?? double ?? '');
  }
  return names;
}
