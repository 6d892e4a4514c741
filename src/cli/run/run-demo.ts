import {createInterface} from 'node:readline/promises';
import type {StoredFinding} from '../../replay/reader.js';
import {buildVerdict} from '../../report/verdict/build-verdict.js';
import {layoutVerdict} from '../../report/verdict/layout-verdict.js';
import {literal} from '../../text/visible.js';
import {line} from '../../text/spans.js';
import {readFlag, readText} from '../arguments.js';
import {demoCasePath} from '../case-path.js';
import {withCase, type CaseSession} from '../case-session.js';
import type {CommandContext, RunCommand} from '../command.js';
import {readBundled, type BundledIncident} from '../demo/bundled.js';
import {layoutNext, layoutStory, type NextStep} from '../demo/guide.js';
import {EXIT} from '../exit-code.js';
import {judgeRuns} from '../judge-runs.js';
import {writeJson} from '../json-output.js';
import {openReplay} from '../open-replay.js';
import {pickRun} from '../pick-run.js';
import {canOpenScreen} from '../screen.js';
import {printLines} from '../view/print-lines.js';
import {toVerdictJson} from '../view/verdict-json.js';

/** A bundled incident: what it is, the replay (on a terminal), the verdict, and what to try next. */
export const run: RunCommand = async (context) => {
  const {output} = context;
  const incident = readBundled(readText(context.args, 'name'));
  const isTwin = readFlag(context.args, 'twin');
  const file = isTwin ? incident.twinFile : incident.incidentFile;
  const inner = inDemoCase(context, file, `${incident.name}${isTwin ? '-twin' : ''}`);
  return withCase(inner, async (session) => {
    const runs = await session.runs();
    const verdict = await judgeRuns(session, runs);
    const findings = verdict.runs.flatMap((judged) => judged.findings);
    const next = nextSteps(incident, {session, finding: findings[0], isTwin});
    if (readFlag(context.args, 'json')) {
      const {name, title, story, twinStory, framework, exporter} = incident;
      const said = {incident: name, title, story, twinStory, isTwin, framework, exporter, file};
      await writeJson(output, 'demo', {...said, verdict: toVerdictJson(verdict), next});
      return EXIT.done;
    }
    await printLines(output, layoutStory(incident, {isTwin, width: output.width}));
    if (canOpenScreen(context) && (await isWanted(context))) {
      await openReplay(context, session, {runId: pickRun(runs, {}).id});
    }
    // Its commands are told below, each with what it shows.
    const said = buildVerdict(verdict).filter(({kind}) => kind !== 'command');
    await printLines(output, [
      ...layoutVerdict(said, output.width),
      line('plain', literal('')),
      ...layoutNext(next, output.width),
    ]);
    return EXIT.done;
  });
};

/** Not the case of this folder: a demo leaves no sample among a person's own runs. */
function inDemoCase(context: CommandContext, file: string, name: string): CommandContext {
  const casePath = readText(context.args, 'case') ?? demoCasePath(name, context.env);
  return {...context, args: {...context.args, files: [file], case: casePath}};
}

/** Asked only on a terminal. Enter opens the replay; anything else goes on to the verdict. */
async function isWanted({output, signal}: CommandContext): Promise<boolean> {
  await output.data('Enter opens the replay at the step where it began (? lists the keys there,\n');
  const asked = createInterface({input: process.stdin, output: process.stdout});
  try {
    return (await asked.question('q leaves it); s and Enter skips it: ', {signal})) === '';
  } finally {
    asked.close();
  }
}

/** Three commands, each with what it shows. */
function nextSteps(
  incident: BundledIncident,
  given: {
    readonly session: CaseSession;
    readonly finding: StoredFinding | undefined;
    readonly isTwin: boolean;
  },
): readonly NextStep[] {
  const {session, finding, isTwin} = given;
  const inCase = (command: string): string => `whatbroke ${command} ${session.caseOption}`;
  const replay = {
    command: inCase('replay'),
    shows: 'the run step by step, forwards and backwards (on a terminal)',
  };
  const tree = {
    command: inCase('tree --depth 3'),
    shows: 'who called what, with repeats folded to xN',
  };
  if (isTwin || finding === undefined) {
    const other = {
      command: `whatbroke demo ${incident.name}${isTwin ? '' : ' --twin'}`,
      shows: isTwin ? 'the incident it is the twin of' : 'its healthy twin',
    };
    return [tree, replay, other];
  }
  return [
    replay,
    {
      command: inCase(`show ${finding.firstStep + 1}`),
      shows: 'the first call of it in full: arguments, answer, and where it stands in the file',
    },
    {
      command: `whatbroke demo ${incident.name} --twin`,
      shows: 'a healthy run of the same agents that looks like it, and is not reported',
    },
  ];
}
