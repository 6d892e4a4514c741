/** YAML between `---` or TOML between `+++` at the very top, as static site generators read it. */
const FRONT_MATTER = /^\uFEFF?(---|\+\+\+)[ \t]*\r?\n(?:[^\n]*\n){0,400}?\1[ \t]*(?:\r?\n|$)/;
/** A key: a rule and a heading below it are no front matter. */
const KEY = /^(?:---|\+\+\+)[ \t]*\r?\n(?:\s*#[^\n]*\n|\s*\n)*[\w"'.-]+\s*[:=]/;

/** Settings of the page are no prose: spaces of the same length stand for them, so that places stay. */
export function hideFrontMatter(source: string): string {
  const head = FRONT_MATTER.exec(source)?.[0];
  if (head === undefined || !KEY.test(head.replace('\uFEFF', ''))) return source;
  return head.replaceAll(/[^\r\n]/g, ' ') + source.slice(head.length);
}
