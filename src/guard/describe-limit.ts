import {formatCount} from '../text/numbers.js';
import type {Guard} from './guard.js';

type Counter = Pick<Guard, 'unit' | 'scope' | 'reset'>;

const RESETS: Readonly<Record<Guard['reset'], string>> = {
  never: '',
  'user-turn': ', anew at each user turn',
  success: ', anew after each success',
};

/** `76 super-steps per run, anew at each user turn`. */
export function describeLimit({limit, ...counter}: Counter & Pick<Guard, 'limit'>): string {
  const {unit} = counter;
  const words = limit === 1 ? toWords(unit) : toPlural(unit);
  return `${formatCount(limit)} ${words} ${describePlace(counter)}`;
}

/** `super-steps per run, anew at each user turn`: what a limit counts. */
export function describeCount(counter: Counter): string {
  return `${toPlural(counter.unit)} ${describePlace(counter)}`;
}

function describePlace({scope, reset}: Counter): string {
  return `per ${scope.replaceAll('-', ' ')}${RESETS[reset]}`;
}

function toWords(unit: Guard['unit']): string {
  return unit
    .replace('-per-', ' a ')
    .replace('llm-call', 'model call')
    .replace('tool-call', 'tool call');
}

/** The counted word is the first one: `tokens a minute`. */
function toPlural(unit: Guard['unit']): string {
  const words = toWords(unit);
  if (words.startsWith('percent')) return words;
  return words.replace(/^([\w-]+(?: call)?)/, (word) =>
    word.endsWith('ch') ? `${word}es` : `${word}s`,
  );
}
