import type {Inlines} from '../../report/draft/draft.js';
import {html, SafeHtml} from '../../text/html.js';
import type {RoundupBlock, RoundupDocument} from './document.js';
import {textOf} from './render-markdown.js';

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
table{border-collapse:collapse;margin:1rem 0;display:block;overflow-x:auto}th,td{border:1px solid #999;padding:.25rem .6rem;text-align:left}
.r{text-align:right}code{background:#f0f0f0;padding:0 .2rem;overflow-wrap:anywhere}h2{border-bottom:2px solid #333}
@media (prefers-color-scheme:dark){body{color:#eee;background:#161616}code{background:#2a2a2a}}`;

/** One page that needs nothing else: no script, no address, nothing loaded. */
export function renderRoundupHtml({title, intro, parts}: RoundupDocument): string {
  const body = [
    html`<h1>${title}</h1>`,
    ...intro.map((line) => html`<p>${renderLine(line)}</p>`),
    ...parts.map(
      (part) =>
        html`<section id="${part.name}">
          <h2>${part.title}</h2>
          ${part.blocks.map(renderBlock)}
        </section>`,
    ),
  ];
  const style = new SafeHtml(`<style>${STYLE}</style>`);
  const csp = "default-src 'none'; style-src 'unsafe-inline'";
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${csp}" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        ${style}
      </head>
      <body>
        ${body.map((part) => new SafeHtml(`${part.markup}\n`))}
      </body>
    </html> `;
  return page.markup;
}

function renderBlock(block: RoundupBlock): SafeHtml {
  switch (block.kind) {
    case 'heading':
      return html`<h3>${block.text}</h3>`;
    case 'paragraph':
      return html`<p>${renderLine(block.line)}</p>`;
    case 'list':
      return html`<ul>
        ${block.items.map((item) => html`<li>${renderLine(item)}</li>`)}
      </ul>`;
    case 'table': {
      const {columns, rows} = block;
      const side = (at: number): string => (columns[at]?.align === 'right' ? 'r' : 'l');
      const head = columns.map(
        (column, at) => html`<th scope="col" class="${side(at)}">${column.head}</th>`,
      );
      const cells = rows.map(
        (row) =>
          html`<tr>
            ${row.map((cell, at) => html`<td class="${side(at)}">${renderLine(cell)}</td>`)}
          </tr>`,
      );
      return html`<table>
        <thead>
          <tr>
            ${head}
          </tr>
        </thead>
        <tbody>
          ${cells}
        </tbody>
      </table>`;
    }
  }
}

function renderLine(line: Inlines): readonly SafeHtml[] {
  return line.map((piece) => {
    if (piece.kind === 'code') return html`<code>${piece.text}</code>`;
    return piece.kind === 'strong' ? html`<strong>${piece.text}</strong>` : html`${textOf(piece)}`;
  });
}
