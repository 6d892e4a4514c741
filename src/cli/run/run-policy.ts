import {GuardTrial, type ArchiveTrial} from '../../guard/archive/try-guard.js';
import {frameworks} from '../../guard/frameworks/bundled-frameworks.js';
import {analyzeGovernance} from '../../guard/gaps.js';
import {readRunRecords} from '../../guard/governance/read-run-records.js';
import type {Guard} from '../../guard/guard.js';
import {guardKinds} from '../../guard/kinds/registry.js';
import {makeGuard} from '../../guard/make-guard.js';
import {writeStarterPolicy} from '../../guard/policy/starter-policy.js';
import {GuardSimulator} from '../../guard/simulation/simulate-guard.js';
import {UserError} from '../../model/user-error.js';
import {findNearest} from '../../text/nearest.js';
import {visible} from '../../text/visible.js';
import {readFlag, readText} from '../arguments.js';
import {withCase} from '../case-session.js';
import type {CommandContext, RunCommand} from '../command.js';
import {toCheckLines, toSettingLines, type CheckedRun} from '../govern/policy-lines.js';
import {readPacks, readPolicyOption} from '../govern/read-guards.js';
import {toRunRole} from '../govern/run-role.js';
import {writeJson} from '../json-output.js';
import {pickRun} from '../pick-run.js';
import {printLines} from '../view/print-lines.js';

const ACTIONS: Readonly<Record<string, RunCommand>> = {
  init: runInit,
  check: runCheck,
  suggest: runSuggest,
  settings: runSettings,
};

export const run: RunCommand = (context) => {
  const action = readText(context.args, 'action') ?? '';
  const work = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
  if (work !== undefined) return work(context);
  const near = findNearest(action, Object.keys(ACTIONS));
  throw new UserError(`policy ${visible(action)}: there is no such action`, {
    next:
      near === undefined ? `choose of ${Object.keys(ACTIONS).join(', ')}` : `write policy ${near}`,
  });
};

async function runInit({args, output}: CommandContext): Promise<number> {
  const text = writeStarterPolicy();
  if (readFlag(args, 'json')) await writeJson(output, 'policy', {action: 'init', text});
  else await output.data(text);
  return 0;
}

async function runCheck(context: CommandContext): Promise<number> {
  const policy = await readPolicyOption(context);
  const packs = await readPacks(context);
  return withCase(context, async (session) => {
    const {args, output, signal} = context;
    const all = await session.runs();
    const asked = readText(args, 'run') === undefined ? all : [pickRun(all, args)];
    const checked: CheckedRun[] = [];
    for (const summary of asked) {
      signal.throwIfAborted();
      const view = session.view(summary.id);
      if (view === undefined) continue;
      const findings = await session.reader.findings(summary.id);
      const records = readRunRecords(view, session.attributes(summary.id));
      const governance = analyzeGovernance(view, {
        findings,
        packs,
        records,
        ...(policy === undefined ? {} : {policy}),
      });
      const set = (policy ?? []).map((guard) => new GuardSimulator(view, guard).at(guard.limit));
      const known = new Set((policy ?? []).map(({kind}) => kind));
      const missing = toRunRole(summary) === 'incident' ? listMissing(known) : [];
      const tried = missing.map((guard) => new GuardSimulator(view, guard).at(guard.limit));
      checked.push({
        id: summary.id,
        name: summary.name,
        breaches: set.filter(({trip}) => trip !== undefined),
        notJudged: set.filter(({notComparable}) => notComparable !== undefined),
        wouldHaveHelped: tried.filter(({clean}) => clean),
        governance,
      });
    }
    if (readFlag(args, 'json')) await writeJson(output, 'policy', {action: 'check', runs: checked});
    else await printLines(output, toCheckLines(checked, policy));
    return session.exitCode;
  });
}

/** Guards that the policy does not name, at their defaults. */
function listMissing(known: ReadonlySet<string>): readonly Guard[] {
  return guardKinds
    .filter(({id, units}) => units[0] !== 'breach' && !known.has(id))
    .map(({id}) => makeGuard(id));
}

async function runSuggest(context: CommandContext): Promise<number> {
  return withCase(context, async (session) => {
    const {args, output, signal} = context;
    const trials = listMissing(new Set()).map((guard) => new GuardTrial(guard));
    for (const summary of await session.runs()) {
      signal.throwIfAborted();
      const view = session.view(summary.id);
      if (view === undefined) continue;
      for (const trial of trials) trial.add(view, toRunRole(summary));
    }
    const useful = trials
      .map((trial) => trial.finish())
      .filter(({tightestClean}) => tightestClean !== undefined);
    const text = writeSuggestion(useful);
    if (readFlag(args, 'json'))
      await writeJson(output, 'policy', {action: 'suggest', text, guards: useful});
    else await output.data(text);
    return session.exitCode;
  });
}

function writeSuggestion(trials: readonly ArchiveTrial[]): string {
  const lines = [
    '# Smallest limits that stop an incident and no healthy run of these logs.',
    'version: 1',
  ];
  lines.push(trials.length === 0 ? 'guards: {}' : 'guards:');
  for (const {guard, curve, tightestClean} of trials) {
    const at = curve.find(({limit}) => limit === tightestClean);
    if (at === undefined) continue;
    const bound = Math.round(at.wrongShare.high * 100);
    lines.push(
      `  # stops ${at.stopped} of ${at.incidents} incidents, 0 of ${at.healthy} healthy runs (at most ${bound}% at 95% confidence)`,
      `  ${guard.kind}: {limit: ${at.limit}, unit: ${guard.unit}, scope: ${guard.scope}, reset: ${guard.reset}}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

async function runSettings(context: CommandContext): Promise<number> {
  const {args, output} = context;
  const wanted = readText(args, 'framework');
  const known = frameworks.map(({framework}) => framework);
  if (wanted !== undefined && !known.includes(wanted)) {
    const near = findNearest(wanted, known);
    throw new UserError(`--framework ${visible(wanted)}: no such framework is known`, {
      next: near === undefined ? `known: ${known.join(', ')}` : `write ${near}`,
    });
  }
  const chosen = frameworks.filter(({framework}) => wanted === undefined || framework === wanted);
  const policy = await readPolicyOption(context);
  if (readFlag(args, 'json')) {
    await writeJson(output, 'policy', {
      action: 'settings',
      frameworks: chosen,
      guards: policy ?? [],
    });
  } else await printLines(output, toSettingLines(chosen, policy ?? listMissing(new Set())));
  return 0;
}
