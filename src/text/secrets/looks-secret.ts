import {NOT_SECRET} from './named-patterns.js';

/** Made by a machine or a careful person: a digit or a sign among letters, or both cases mixed. */
export function isOpaque(value: string): boolean {
  return (
    /\d/.test(value) ||
    (/[a-z]/.test(value) && /\S[A-Z]/.test(value)) ||
    /[!@#%^*+/=~?]/.test(value)
  );
}

/** What stands where a secret would, and is none: a variable, a mask, a word for it. */
export function isPlaceholder(value: string): boolean {
  const word = value.trim();
  return (
    /^[[({<$%]/.test(word) ||
    /^[*x.#•-]+$/i.test(word) ||
    /^(?:process\.env|os\.environ|env\.|your[_-]|my[_-]|the[_-])/i.test(word) ||
    NOT_SECRET.has(word.toLowerCase())
  );
}
