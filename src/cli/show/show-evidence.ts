import {UserError} from '../../model/user-error.js';
import {toEvidenceJson} from '../../report/render/json.js';
import {describeEvidence} from '../../report/render/evidence-lines.js';
import type {Inlines} from '../../report/draft/draft.js';
import {line, span, type Line} from '../../text/spans.js';
import {joinDisplay, literal, show, visible, type DisplayText} from '../../text/visible.js';
import {wrapLine} from '../../text/wrap.js';
import {readFlag} from '../arguments.js';
import type {CaseSession} from '../case-session.js';
import type {CommandContext} from '../command.js';
import {writeJson} from '../json-output.js';
import {pickRun} from '../pick-run.js';
import {gatherDraft} from '../report/gather-draft.js';
import {printLines} from '../view/print-lines.js';
import {writeRaw} from './write-raw.js';

const INDENT = 2;
const MAX_LINES = 20;

/** `E12` of the run's draft: written again from the case, the same run gives the same numbers. */
export async function showEvidence(
  context: CommandContext,
  session: CaseSession,
  id: string,
): Promise<number> {
  const {args, output} = context;
  const summary = pickRun(await session.runs(), args);
  const {draft, sources} = await gatherDraft(session, summary);
  const evidence = draft.evidence.find((entry) => entry.id === id);
  if (evidence === undefined) {
    const last = draft.evidence.at(-1)?.id ?? 'none';
    throw new UserError(`${id}: the draft of run ${visible(summary.id)} ends with ${last}`, {
      next: 'name the run of the document with --run; whatbroke report writes the draft again',
    });
  }
  if (readFlag(args, 'raw')) {
    const places = evidence.places.flatMap(({step}) => sources.get(step) ?? []);
    return writeRaw(context, places);
  }
  if (readFlag(args, 'json')) {
    const data = {kind: 'evidence', run: summary.id, evidence: toEvidenceJson(evidence, sources)};
    await writeJson(output, 'show', data);
    return session.exitCode;
  }
  const {head, places, query} = describeEvidence(evidence, sources);
  const lines: Line[] = [line('strong', show`${literal(id)} of run ${visible(summary.id)}`)];
  for (const text of [head, ...places]) {
    for (const part of wrapLine(toDisplay(text), output.width - INDENT, MAX_LINES)) {
      lines.push([span('plain', show`  ${part}`)]);
    }
  }
  // Copied by hand or mouse: never wrapped.
  if (query !== undefined) {
    lines.push([span('muted', literal('  check  ')), span('accent', visible(query))]);
  }
  await printLines(output, lines);
  return session.exitCode;
}

function toDisplay(text: Inlines): DisplayText {
  return joinDisplay(
    text.flatMap((piece) =>
      piece.kind === 'text' || piece.kind === 'strong' || piece.kind === 'code'
        ? [visible(piece.text)]
        : [],
    ),
    '',
  );
}
