import type {Painter, StyleToken} from './style.js';
import {fit, padTo, textWidth} from './width.js';
import {literal, type DisplayText} from './visible.js';

/** A piece of a line and what it means. */
export interface Span {
  readonly token: StyleToken;
  readonly text: DisplayText;
}
/** One screen line. */
export type Line = readonly Span[];

export function span(token: StyleToken, text: DisplayText): Span {
  return {token, text};
}

/** A line of one meaning. */
export function line(token: StyleToken, text: DisplayText): Line {
  return [{token, text}];
}

export function lineWidth(spans: Line): number {
  let columns = 0;
  for (const {text} of spans) columns += textWidth(text);
  return columns;
}

/** The line without its meaning, as a test or a plain print wants it. */
export function lineText(spans: Line): string {
  return spans.map(({text}) => text).join('');
}

/** At most `width` columns: what does not fit is cut with an ellipsis. */
export function cutLine(spans: Line, width: number): Line {
  const kept: Span[] = [];
  let left = width;
  for (const {token, text} of spans) {
    if (left <= 0) break;
    const fitted = fit(text, left);
    kept.push({token, text: fitted});
    left -= textWidth(fitted);
    if (fitted !== text) break;
  }
  return kept;
}

/** Exactly `width` columns: cut, or filled with spaces. */
export function padLine(spans: Line, width: number): Line {
  const kept = cutLine(spans, width);
  const left = width - lineWidth(kept);
  return left <= 0 ? kept : [...kept, {token: 'plain', text: padTo(literal(''), left)}];
}

/** Left and right text in one line; where both do not fit, the left one is cut. */
export function spreadLine(left: Line, right: Line, width: number): Line {
  const rightWidth = Math.min(width, lineWidth(right));
  return [...padLine(left, width - rightWidth), ...padLine(right, rightWidth)];
}

/** The line as a terminal gets it. */
export function paintLine(paint: Painter, spans: Line): string {
  let text = '';
  for (const piece of spans) text += paint(piece.token, piece.text);
  return text;
}
