import {createHash} from 'node:crypto';
import {html, SafeHtml} from '../../text/html.js';
import type {
  Block,
  EvidenceSources,
  Inline,
  Inlines,
  PlotId,
  ReportDraft,
  Section,
} from '../draft/draft.js';
import {describeEvidence} from './evidence-lines.js';
import {PAGE_STYLE} from './html-style.js';

const STYLE_HASH = createHash('sha256').update(PAGE_STYLE).digest('base64');
/** Written in one piece: its hash must be that of every character between the tags. */
const STYLE = new SafeHtml(`<style>${PAGE_STYLE}</style>`);
/** Nothing is loaded, run or sent: the page is one file, its one style is named by its hash. */
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'`;

export interface HtmlParts {
  readonly sources: EvidenceSources;
  readonly plots: ReadonlyMap<PlotId, SafeHtml>;
}

/** The draft as one page: no script, nothing from elsewhere; from disk, by mail, on paper. */
export function renderHtml(draft: ReportDraft, parts: HtmlParts): string {
  const {title, heading, sections} = draft;
  const sectionsShown = sections.map((section) => renderSection(section, parts.plots));
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        ${STYLE}
      </head>
      <body>
        <main>
          <header>
            <h1>${renderLine(heading)}</h1>
            <p class="meta">
              A draft, written from the log by rules. Each claim says whether it was observed, is
              suspected, or is unknown, and leads to its evidence.
            </p>
          </header>
          <nav aria-label="Contents">
            <ul>
              ${sections.map(({id, title: name}) => html`<li><a href="#${id}">${name}</a></li>`)}
            </ul>
          </nav>
          ${sectionsShown} ${renderEvidence(draft, parts.sources)}
        </main>
      </body>
    </html> `;
  return page.markup;
}

function renderSection({id, title, blocks}: Section, plots: HtmlParts['plots']): SafeHtml {
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${blocks.map((block) => renderBlock(block, plots))}
  </section> `;
}

function renderBlock(block: Block, plots: HtmlParts['plots']): SafeHtml {
  switch (block.kind) {
    case 'paragraph':
      return html`<p>${renderLine(block.line)}</p> `;
    case 'heading':
      return html`<h3>${block.text}</h3> `;
    case 'list':
      return html`<ul>
        ${block.items.map((item) => html`<li>${renderLine(item)}</li> `)}
      </ul> `;
    case 'table':
      return html`<div class="scroll" tabindex="0" role="group" aria-label="${block.caption}">
        <table>
          <caption>
            ${block.caption}
          </caption>
          <thead>
            <tr>
              ${block.head.map((cell) => html`<th scope="col">${cell}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${block.rows.map((row) => renderRow(row))}
          </tbody>
        </table>
      </div> `;
    case 'commands':
      return html`<pre tabindex="0"><code>${block.lines.join('\n')}</code></pre> `;
    case 'plot': {
      const plot = plots.get(block.plot);
      if (plot === undefined) return html``;
      return html`<figure>
        <div class="scroll">${plot}</div>
        <figcaption>${block.caption}</figcaption>
      </figure> `;
    }
  }
}

function renderRow(row: readonly Inlines[]): SafeHtml {
  return html`<tr>
    ${row.map((cell) => html`<td>${renderLine(cell)}</td>`)}
  </tr> `;
}

function renderEvidence(
  {evidence, evidenceDigest}: ReportDraft,
  sources: EvidenceSources,
): SafeHtml {
  if (evidence.length === 0) return html``;
  return html`<section aria-labelledby="evidence">
    <h3 id="evidence">Evidence</h3>
    <p>
      Evidence set ${evidenceDigest}. <code>whatbroke show E1</code> opens one; a digest changes
      when a span behind it does.
    </p>
    <ul class="evidence">
      ${evidence.map((entry) => {
        const {head, places, query} = describeEvidence(entry, sources);
        return html`<li id="${entry.id.toLowerCase()}">
          <b>${entry.id}</b> ${renderLine(head)}
          <ul>
            ${places.map((place) => html`<li>${renderLine(place)}</li>`)}${query === undefined ? html`` : html`<li>check: <code>${query}</code></li>`}
          </ul>
        </li> `;
      })}
    </ul>
  </section> `;
}

function renderLine(line: Inlines): readonly SafeHtml[] {
  return line.map((piece) => renderInline(piece));
}

function renderInline(piece: Inline): SafeHtml {
  switch (piece.kind) {
    case 'text':
      return html`${piece.text}`;
    case 'strong':
      return html`<strong>${piece.text}</strong>`;
    case 'code':
      return html`<code>${piece.text}</code>`;
    case 'cite':
      return html`${piece.ids.map((id, place) => html`${place > 0 ? ' ' : ''}<a class="cite" href="#${id.toLowerCase()}" title="evidence ${id}">[${id}]</a>`)}`;
    case 'status':
      return html`<span class="status ${piece.status}">${piece.status}</span> `;
    case 'fill':
      return html`<span class="fill"
        ><b>To fill:</b> ${piece.what} <small>(who could know: ${piece.who})</small></span
      >`;
  }
}
