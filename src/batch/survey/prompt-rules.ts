import {LANGUAGES, tellLanguage} from './languages.js';
import type {RuleBreach} from './survey.js';

/** A rule of a system prompt that a machine can check, in the prompt's own words. */
export type PromptRule =
  | {readonly kind: 'language'; readonly rule: string; readonly language: string}
  | {readonly kind: 'format'; readonly rule: string; readonly format: 'json'}
  | {
      readonly kind: 'format';
      readonly rule: string;
      readonly format: 'words';
      readonly most: number;
    }
  | {readonly kind: 'tools'; readonly rule: string; readonly tools: ReadonlySet<string>};

/** What a reply shows of itself. */
export interface CheckedReply {
  readonly text: string;
  /** It asks for no tool: it is an answer. */
  readonly isAnswer: boolean;
  readonly tools: readonly string[];
}

/** Rules taken from one prompt. */
const MAX_RULES = 12;
const MAX_PROMPT = 64 * 1024;

const LANGUAGE = new RegExp(
  `\\b(?:answer|respond|reply|write|speak|communicate)\\b[^.\\n]{0,40}\\bin\\s+(${LANGUAGES.join('|')})\\b`,
  'gi',
);
const JSON_ONLY =
  /\b(?:only|always|must|exclusively|strictly)\b[^.\n]{0,40}\bJSON\b[^.\n]{0,40}|\b(?:answer|respond|reply|output|return)\b[^.\n]{0,24}\b(?:valid|raw|pure)\s+JSON\b[^.\n]{0,40}|\bJSON\s+only\b/gi;
const MOST_WORDS = /\b(?:at most|no more than|under|maximum of|max\.?)\s+(\d{1,4})\s+words\b/gi;
const ONLY_TOOLS =
  /\b(?:only\s+(?:use|call)|use\s+only|may\s+only\s+(?:use|call)|allowed\s+tools(?:\s+are)?)\b(?:\s+the)?(?:\s+following)?(?:\s+tools?)?\s*:?\s*([^.\n]{3,300})/gi;
const TOOL_NAME = /`([\w.-]{2,80})`|\b([a-z][a-z0-9]*(?:_[a-z0-9]+)+)\b/g;

/** Only what is stated plainly; a rule in other words is not seen, and the review says so. */
export function readPromptRules(prompt: string): readonly PromptRule[] {
  const text = prompt.slice(0, MAX_PROMPT);
  const rules: PromptRule[] = [];
  for (const [rule, language = ''] of text.matchAll(LANGUAGE)) {
    rules.push({kind: 'language', rule: rule.trim(), language: language.toLowerCase()});
  }
  const [json] = text.matchAll(JSON_ONLY);
  if (json !== undefined) rules.push({kind: 'format', rule: json[0].trim(), format: 'json'});
  for (const [rule, most] of text.matchAll(MOST_WORDS)) {
    rules.push({kind: 'format', rule: rule.trim(), format: 'words', most: Number(most)});
  }
  for (const [rule, list = ''] of text.matchAll(ONLY_TOOLS)) {
    const tools = new Set<string>();
    for (const [, quoted, plain] of list.matchAll(TOOL_NAME)) tools.add(quoted ?? plain ?? '');
    if (tools.size > 0) rules.push({kind: 'tools', rule: rule.trim(), tools});
  }
  return rules.slice(0, MAX_RULES);
}

/** What of the rules a reply leaves. */
export function checkReply(
  rules: readonly PromptRule[],
  reply: CheckedReply,
): readonly Pick<RuleBreach, 'rule' | 'kind' | 'found'>[] {
  const breaches: Pick<RuleBreach, 'rule' | 'kind' | 'found'>[] = [];
  for (const rule of rules) {
    const found = findBreach(rule, reply);
    if (found !== undefined) breaches.push({rule: rule.rule, kind: rule.kind, found});
  }
  return breaches;
}

function findBreach(rule: PromptRule, {text, isAnswer, tools}: CheckedReply): string | undefined {
  if (rule.kind === 'tools') {
    const other = tools.find((tool) => !rule.tools.has(tool));
    return other === undefined ? undefined : `a call of ${other}`;
  }
  if (!isAnswer || text.trim() === '') return undefined;
  if (rule.kind === 'language') {
    const language = tellLanguage(text);
    return language === undefined || language === rule.language
      ? undefined
      : `an answer in ${language}`;
  }
  if (rule.format === 'json') return isJson(text) ? undefined : 'an answer that is no JSON';
  const count = text.trim().split(/\s+/).length;
  return count <= rule.most ? undefined : `an answer of ${String(count)} words`;
}

/** Also inside a fence, as most models write it. */
function isJson(text: string): boolean {
  const inside = /^\s*```(?:json)?\s*([\s\S]*?)\s*```\s*$/.exec(text)?.[1] ?? text;
  try {
    JSON.parse(inside);
    return true;
  } catch {
    return false;
  }
}
