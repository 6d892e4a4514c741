import type {DisplayText} from './visible.js';

/**
 * What a piece of text *means*; its look is decided in one table. Colour is never the only signal: a glyph
 * or a word stands beside it (STYLE H58).
 */
export type StyleToken =
  | 'plain'
  | 'muted'
  | 'strong'
  | 'accent'
  | 'ok'
  | 'warning'
  | 'error'
  | 'critical'
  | 'selected'
  | 'title';

/** `none`: no escape sequence at all; `mono`: weight and inversion only; `ansi16`: the 16 base colours. */
export type StyleLevel = 'none' | 'mono' | 'ansi16';

/** Select Graphic Rendition parameters [on, off]; base colours, so that the user's palette decides. */
type Sgr = readonly [on: string, off: string];
const MONO: Readonly<Record<StyleToken, Sgr | undefined>> = {
  plain: undefined,
  muted: ['2', '22'],
  strong: ['1', '22'],
  accent: ['1', '22'],
  ok: undefined,
  warning: ['1', '22'],
  error: ['1', '22'],
  critical: ['1', '22'],
  selected: ['7', '27'],
  title: ['1', '22'],
};
const ANSI16: Readonly<Record<StyleToken, Sgr | undefined>> = {
  ...MONO,
  accent: ['36', '39'],
  ok: ['32', '39'],
  warning: ['33', '39'],
  error: ['31', '39'],
  critical: ['1;31', '22;39'],
};

export type Painter = (token: StyleToken, text: DisplayText) => string;

/** A painter for one level; a pure table look-up. */
export function createPainter(level: StyleLevel): Painter {
  if (level === 'none') return (_token, text) => text;
  const table = level === 'mono' ? MONO : ANSI16;
  return (token, text) => {
    const sgr = table[token];
    return sgr === undefined || text === '' ? text : `\u001b[${sgr[0]}m${text}\u001b[${sgr[1]}m`;
  };
}

/** The variables that decide on colour; the caller passes them, this layer reads none. */
export interface ColourEnvironment {
  readonly NO_COLOR?: string | undefined;
  readonly FORCE_COLOR?: string | undefined;
  readonly TERM?: string | undefined;
}

/** NO_COLOR (any text) and TERM=dumb win; FORCE_COLOR colours a pipe; else only a terminal gets colour. */
export function chooseStyleLevel(env: ColourEnvironment, isTerminal: boolean): StyleLevel {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return 'none';
  if (env.TERM === 'dumb' || env.FORCE_COLOR === '0') return 'none';
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '') return 'ansi16';
  return isTerminal ? 'ansi16' : 'none';
}
