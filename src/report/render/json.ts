import type {Block, Evidence, EvidenceSources, Inlines, ReportDraft} from '../draft/draft.js';

/** The draft for a program: the same lines, with their claims, fills and evidence as data. Steps count from 1. */
export function toReportJson(draft: ReportDraft, sources: EvidenceSources): object {
  const {kind, title, runId, sections, evidence, evidenceDigest} = draft;
  return {
    kind,
    title,
    run: runId,
    evidenceDigest,
    sections: sections.map(({id, title: heading, blocks}) => ({
      id,
      title: heading,
      blocks: blocks.map((block) => toBlockJson(block)),
    })),
    evidence: evidence.map((entry) => toEvidenceJson(entry, sources)),
  };
}

export function toEvidenceJson(
  {id, shows, amount, stepCount, places, digest, query}: Evidence,
  sources: EvidenceSources,
): object {
  return {
    id,
    shows,
    amount,
    steps: stepCount,
    places: places.map(({step, ...place}) => ({...place, step: step + 1, ...sources.get(step)})),
    digest,
    query,
  };
}

function toBlockJson(block: Block): object {
  switch (block.kind) {
    case 'paragraph':
      return {kind: block.kind, ...toLineJson(block.line)};
    case 'list':
      return {kind: block.kind, items: block.items.map((item) => toLineJson(item))};
    case 'table':
      return {
        kind: block.kind,
        caption: block.caption,
        head: block.head,
        rows: block.rows.map((row) => row.map((cell) => toLineJson(cell))),
      };
    case 'heading':
    case 'commands':
    case 'plot':
      return block;
  }
}

/** The words of a line, and what it claims, cites and leaves to a person. */
function toLineJson(line: Inlines): object {
  let text = '';
  const cites: string[] = [];
  let claim: string | undefined;
  let toFill: {readonly what: string; readonly who: string} | undefined;
  for (const piece of line) {
    switch (piece.kind) {
      case 'cite':
        cites.push(...piece.ids);
        break;
      case 'status':
        claim ??= piece.status;
        break;
      case 'fill':
        toFill ??= {what: piece.what, who: piece.who};
        break;
      case 'text':
      case 'strong':
      case 'code':
        text += piece.text;
    }
  }
  return {text: text.trim(), claim, cites, toFill};
}
