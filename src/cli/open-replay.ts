import {CaseNotes} from '../store/case-notes.js';
import type {CaseSession} from './case-session.js';
import type {CommandContext} from './command.js';
import {chooseScreenLook} from './screen.js';

/** Opens the terminal replay; Ink and React are loaded only here. Resolves when the person quits. */
export async function openReplay(
  context: CommandContext,
  session: CaseSession,
  {runId, startStep}: {readonly runId: string; readonly startStep?: number},
): Promise<void> {
  const {runReplay} = await import('../tui/run-replay.js');
  await runReplay({
    reader: session.reader,
    exportReport: async (id) => {
      const {exportReport} = await import('./report/export-report.js');
      return exportReport(session, id);
    },
    notes: new CaseNotes(session.casePath, () => Date.now() * 1000),
    runId,
    ...(startStep === undefined ? {} : {startStep}),
    stdin: process.stdin,
    stdout: process.stdout,
    ...chooseScreenLook(context),
  });
}
