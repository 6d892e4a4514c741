import type {JsonValue} from '../../../model/json.js';

/** Characters of arguments that are read. */
const MAX_CHARS = 64 * 1024;

/** Places whose content every page of a site runs, as the platforms call them. */
const NAMES = String.raw`wp_head|wp_footer|wp_body_open|wp_enqueue_scripts|admin_head|admin_footer|login_head|header_scripts|footer_scripts|head_(?:html|scripts?|inject(?:ion)?)|theme\.liquid|functions\.php|header\.php|footer\.php|_document\.[jt]sx?|google_tag_manager|gtm_container|custom_html_head`;
const HOOK = new RegExp(String.raw`\b(${NAMES})\b`, 'i');
/** A name anywhere, or an escape that may spell one. */
const PERHAPS = new RegExp(String.raw`${NAMES}|\\u`, 'i');
/** What runs in a browser or on the server once it stands there. */
const SCRIPT =
  /<script\b|<iframe\b|javascript:|\bon(?:error|load|click)\s*=|\beval\s*\(|document\.write\s*\(|atob\s*\(/i;

/** False of a body's text that names no hook, however its JSON is nested: a look that parses nothing. */
export function mayHoldHook(text: string): boolean {
  return PERHAPS.test(text.slice(0, MAX_CHARS));
}

/** The hook that arguments write script into; undefined where they hold no hook or no script. */
export function findInjection(args: JsonValue | undefined): string | undefined {
  if (args === undefined) return undefined;
  const text = (typeof args === 'string' ? args : JSON.stringify(args)).slice(0, MAX_CHARS);
  const hook = HOOK.exec(text)?.[1];
  return hook !== undefined && SCRIPT.test(text) ? hook.toLowerCase() : undefined;
}
