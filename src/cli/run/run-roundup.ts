import {PARTS, type PartName} from '../../batch/roundup/document.js';
import {choosePeriod} from '../../batch/roundup/period.js';
import {renderRoundupHtml} from '../../batch/roundup/render-html.js';
import {renderRoundupMarkdown} from '../../batch/roundup/render-markdown.js';
import type {Roundup} from '../../batch/roundup/roundup.js';
import {sayRoundup} from '../../batch/roundup/say-roundup.js';
import {UserError} from '../../model/user-error.js';
import {visible} from '../../text/visible.js';
import {readCount, readFlag, readText, type Arguments} from '../arguments.js';
import {gatherRoundup, readReplyTexts} from '../batch/gather-roundup.js';
import {readFleetRuns} from '../batch/read-fleet.js';
import {withCase, type CaseSession} from '../case-session.js';
import type {RunCommand} from '../command.js';
import {formatJson} from '../json-output.js';
import {readTimeUs} from '../read-time.js';
import {writeForms} from '../write-forms.js';

const FORMS = ['md', 'html', 'json'] as const;
type Form = (typeof FORMS)[number];

export const run: RunCommand = (context) => {
  const {args} = context;
  const forms = readForms(args);
  const parts = readParts(args);
  const seed = readCount(args, 'seed', 0) ?? 1;
  const nowUs = Date.now() * 1000;
  const asked = {
    sinceUs: readTimeUs(args, 'since', nowUs),
    untilUs: readTimeUs(args, 'until', nowUs),
  };
  if (
    asked.sinceUs !== undefined &&
    asked.untilUs !== undefined &&
    asked.sinceUs >= asked.untilUs
  ) {
    throw new UserError('--since is not before --until');
  }
  // Here --format is the form of the review; the logs' own format is detected.
  const reading = {...context, args: {...args, format: undefined}};
  return withCase(reading, async (session) => {
    const runs = await readFleetRuns(context, session, () => true);
    const period = choosePeriod(runs, asked);
    if (period === undefined) {
      throw new UserError('no run here tells a time, and a review is of a period', {
        next: 'name logs that have times',
      });
    }
    if (period.fromUs >= period.untilUs) {
      throw new UserError('--since is after the last record', {
        next: 'whatbroke fleet tells the days',
      });
    }
    const roundup = gatherRoundup(session.casePath, runs, {period, seed, signal: context.signal});
    const texts = [];
    for (const form of forms)
      texts.push({form, text: await render(form, {roundup, parts, session})});
    await writeForms(context, texts, {out: readText(args, 'out'), name: 'roundup'});
    return session.exitCode;
  });
};

function readForms(args: Arguments): readonly Form[] {
  if (readFlag(args, 'json')) return ['json'];
  const asked = (readText(args, 'format') ?? 'md').split(',').map((form) => form.trim());
  const forms = asked.map((name) => {
    const known = FORMS.find((form) => form === name);
    if (known !== undefined) return known;
    throw new UserError(`--format ${visible(name)}: a roundup has no such form`, {
      next: `choose of ${FORMS.join(', ')}`,
    });
  });
  if (forms.length > 1 && readText(args, 'out') === undefined) {
    throw new UserError('several forms cannot all go to stdout', {
      next: 'name a folder for them: --out FOLDER',
    });
  }
  return forms;
}

function readParts(args: Arguments): readonly PartName[] {
  const asked = readText(args, 'part');
  const found = PARTS.find((part) => part === asked);
  return found === undefined ? PARTS : [found];
}

async function render(
  form: Form,
  {
    roundup,
    parts,
    session,
  }: {
    readonly roundup: Roundup;
    readonly parts: readonly PartName[];
    readonly session: CaseSession;
  },
): Promise<string> {
  const {drift} = roundup;
  const places = [...drift.sample, ...drift.sameInputs.flatMap((same) => same.places)];
  const texts = await readReplyTexts(session.reader, places);
  if (form === 'json') return formatJson('roundup', pickParts(roundup, parts));
  const document = sayRoundup(roundup, {parts, texts});
  return form === 'html' ? renderRoundupHtml(document) : renderRoundupMarkdown(document);
}

function pickParts(roundup: Roundup, parts: readonly PartName[]): object {
  const {fromUs, untilUs, runs} = roundup;
  const picked: Partial<Record<PartName, object>> = {};
  for (const part of parts) picked[part] = roundup[part];
  return {fromUs, untilUs, runs, ...picked};
}
