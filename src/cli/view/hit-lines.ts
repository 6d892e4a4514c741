import type {SearchHit, SearchPlace} from '../../store/search/search-index.js';
import {formatCount} from '../../text/numbers.js';
import {FAILED} from '../../text/signs.js';
import {cutLine, span, type Line, type Span} from '../../text/spans.js';
import {literal, show, visible} from '../../text/visible.js';

const INDENT = literal('    ');

/** A hit as its surroundings, then the steps it stands in. */
export function* buildHitLines(hits: Iterable<SearchHit>, width: number): Generator<Line> {
  for (const hit of hits) {
    yield cutLine(buildSnippetLine(hit), width);
    for (const place of hit.places) yield cutLine(buildPlaceLine(place), width);
    const more = hit.placesTotal - hit.places.length;
    if (more > 0) {
      yield [
        span(
          'muted',
          show`${INDENT}and at ${formatCount(more)} more; --places ${hit.placesTotal} lists them`,
        ),
      ];
    }
  }
}

function buildSnippetLine({snippet}: SearchHit): Line {
  const pieces = snippet.map(({text, isHit}): Span => {
    const line = visible(text.replaceAll(/\s+/g, ' '));
    return isHit ? span('accent', line) : span('plain', line);
  });
  return pieces;
}

function buildPlaceLine({runId, step, role, name, agent, failed}: SearchPlace): Line {
  const who = agent === undefined ? literal('') : show`  ${visible(agent)}`;
  const what = name === undefined ? literal('') : show`  ${visible(name)}`;
  return [
    span('muted', show`${INDENT}step ${step + 1}`),
    span('plain', what),
    span('muted', show`  ${literal(role)}${who}`),
    ...(failed ? [span('error', show`  ${FAILED}`)] : []),
    span('muted', show`  run ${visible(runId)}`),
  ];
}
