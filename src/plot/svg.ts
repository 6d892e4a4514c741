import {html, SafeHtml} from '../text/html.js';
import {SHADE} from './palette.js';

export interface SvgFrame {
  /** Prefix of every id inside, so that several plots can stand in one page. */
  readonly id: string;
  readonly title: string;
  /** What a reader who cannot see the plot is told. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
}

/** A whole SVG image: title and description first, then a hatching that marks may use, then the marks. */
export function svg(frame: SvgFrame, marks: readonly SafeHtml[]): SafeHtml {
  const {id, title, description, width, height} = frame;
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="img"
    aria-labelledby="${id}-title ${id}-desc"
    font-family="system-ui, sans-serif"
    font-size="11"
    fill="${SHADE.ink}"
  >
    <title id="${id}-title">${title}</title>
    <desc id="${id}-desc">${description}</desc>
    <defs>
      <pattern
        id="${id}-hatch"
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width="6" height="6" fill="#ffffff" />
        <rect width="2" height="6" fill="${SHADE.line}" />
      </pattern>
    </defs>
    ${marks}
  </svg>`;
}

/** One drawn thing: its title goes inside, so that a mark is two nodes. */
export interface Shape {
  readonly tag: 'rect' | 'line' | 'path';
  readonly attributes: SafeHtml;
}

/** A mark with what it stands for: shown by a pointer, read out by a screen reader. */
export function mark({tag, attributes}: Shape, title: string): SafeHtml {
  return html`<${new SafeHtml(tag)} ${attributes}><title>${title}</title></${new SafeHtml(tag)}>`;
}

/** A line that only helps the eye. */
export function decorate({tag, attributes}: Shape): SafeHtml {
  return html`<${new SafeHtml(tag)} ${attributes} />`;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Whole pixels: the same bytes everywhere, and sharp edges. */
export function rect(box: Box, fill: string, stroke = 'none'): Shape {
  const x = Math.round(box.x);
  const y = Math.round(box.y);
  const width = Math.max(1, Math.round(box.x + box.width) - x);
  const height = Math.max(1, Math.round(box.y + box.height) - y);
  const attributes = html`x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}"
  stroke="${stroke}"`;
  return {tag: 'rect', attributes};
}

export interface LabelPlace {
  readonly x: number;
  readonly y: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly fill?: string;
}

export function label(
  text: string,
  {x, y, anchor = 'start', fill = SHADE.ink}: LabelPlace,
): SafeHtml {
  return html`<text x="${Math.round(x)}" y="${Math.round(y)}" text-anchor="${anchor}" fill="${fill}"
    >${text}</text
  >`;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

export function stroke(
  from: Point,
  to: Point,
  {colour = SHADE.ink, dashed = false}: {readonly colour?: string; readonly dashed?: boolean} = {},
): Shape {
  const dash = dashed ? '4 3' : 'none';
  const ends = html`x1="${Math.round(from.x)}" y1="${Math.round(from.y)}" x2="${Math.round(to.x)}"
  y2="${Math.round(to.y)}"`;
  return {tag: 'line', attributes: html`${ends} stroke="${colour}" stroke-dasharray="${dash}"`};
}

export function path(data: string, colour: string): Shape {
  return {
    tag: 'path',
    attributes: html`d="${data}" fill="none" stroke="${colour}" stroke-width="2"`,
  };
}

/** The hatching of a frame, as a fill. */
export function hatchOf(id: string): string {
  return `url(#${id}-hatch)`;
}
