import type {FindingSeverity} from '../model/finding.js';
import type {StyleToken} from './style.js';
import {literal, type DisplayText} from './visible.js';

/**
 * The signs of every screen and every list of ours, in one place. A sign stands beside its word wherever there is
 * room; all are ASCII, so that they are the same on every terminal.
 */
const SEVERITY_SIGNS: Readonly<Record<FindingSeverity, DisplayText>> = {
  critical: literal('x'),
  warning: literal('!'),
  info: literal('i'),
};

/** Where no word fits (the strip of the whole run), a failed step must not read as a critical finding. */
const FAILED_CELL = literal('e');

/** What a severity looks like; its sign and its word say the same without colour. */
const SEVERITY_TOKENS: Readonly<Record<FindingSeverity, StyleToken>> = {
  critical: 'critical',
  warning: 'warning',
  info: 'accent',
};

export function severitySign(severity: FindingSeverity): DisplayText {
  return SEVERITY_SIGNS[severity];
}

export function severityToken(severity: FindingSeverity): StyleToken {
  return SEVERITY_TOKENS[severity];
}

export function cellSign(cell: FindingSeverity | 'error'): DisplayText {
  return cell === 'error' ? FAILED_CELL : severitySign(cell);
}

/** A step or call that failed, with its word. */
export const FAILED: DisplayText = literal('x error');

/** What the signs of the strip mean. */
export const STRIP_LEGEND: DisplayText = literal(
  `${SEVERITY_SIGNS.critical} critical  ${SEVERITY_SIGNS.warning} warning  ${SEVERITY_SIGNS.info} info  ${FAILED_CELL} a step failed`,
);
