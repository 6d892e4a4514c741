/** A URL that a call names. */
export interface NamedUrl {
  readonly raw: string;
  /** Lower case, without port; as the URL parser of the platform sees it (`http://1.2.3.4%2f@evil/` is `evil`). */
  readonly host: string;
  /** Path and query. */
  readonly path: string;
}

const URL_TEXT = /\b(?:https?|wss?|ftp):\/\/[^\s"'`<>\\{}|^]{1,2000}/gi;
/** URLs of one call that are looked at. */
const MAX_URLS = 200;

export function findUrls(text: string): readonly NamedUrl[] {
  const found: NamedUrl[] = [];
  for (const [raw] of text.matchAll(URL_TEXT)) {
    if (found.length >= MAX_URLS) break;
    const url = parseUrl(raw.replace(/[.,;:)\]]+$/, ''));
    if (url !== undefined) found.push(url);
  }
  return found;
}

function parseUrl(raw: string): NamedUrl | undefined {
  if (!URL.canParse(raw)) return undefined;
  const {hostname, pathname, search} = new URL(raw);
  return {raw, host: hostname.toLowerCase(), path: pathname + search};
}

/** `api.example.com`, or `*.example.com` for it and all below. */
export function matchesHost(host: string, pattern: string): boolean {
  const wanted = pattern.toLowerCase();
  if (!wanted.startsWith('*.')) return host === wanted;
  return host === wanted.slice(2) || host.endsWith(wanted.slice(1));
}
