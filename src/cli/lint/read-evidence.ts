import type {KnownEvidence} from '../../report/lint/lint-rule.js';
import {readText} from '../arguments.js';
import {withCase} from '../case-session.js';
import type {CommandContext} from '../command.js';
import {EXIT} from '../exit-code.js';
import {pickRun} from '../pick-run.js';
import {gatherDraft} from '../report/gather-draft.js';

/** What the named case knows; undefined where `--case` is not given: a document may stand alone. */
export async function readEvidence(context: CommandContext): Promise<KnownEvidence | undefined> {
  if (readText(context.args, 'case') === undefined) return undefined;
  let known: KnownEvidence | undefined;
  // The files of this command are documents, not logs.
  const reading = {...context, args: {...context.args, files: [], format: undefined}};
  await withCase(reading, async (session) => {
    const summary = pickRun(await session.runs(), context.args);
    const {draft} = await gatherDraft(session, summary);
    known = {ids: new Set(draft.evidence.map(({id}) => id)), digest: draft.evidenceDigest};
    return EXIT.done;
  });
  return known;
}
