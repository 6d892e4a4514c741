import {existsSync} from 'node:fs';
import {writeFile} from 'node:fs/promises';
import {join, relative} from 'node:path';
import {show, visible, type DisplayText} from '../../text/visible.js';
import type {CaseSession} from '../case-session.js';
import {gatherDraft} from './gather-draft.js';
import {renderReport} from './render-report.js';

/** Names tried before it is said that the folder is full of reports. */
const MAX_NAMES = 1000;

/** Writes the report of a run beside the work at hand, never over another file, and says where. */
export async function exportReport(session: CaseSession, runId: string): Promise<DisplayText> {
  const summary = await session.reader.run(runId);
  if (summary === undefined) return show`this run is not in the case any more`;
  const text = renderReport('md', await gatherDraft(session, summary));
  const path = findFreeName(session.cwd, runId);
  // A draft quotes the log: not for other users of the machine.
  await writeFile(path, text, {mode: 0o600, flag: 'wx'});
  return show`the report is in ${visible(relative(session.cwd, path))}`;
}

function findFreeName(folder: string, runId: string): string {
  const stem = `report-${runId.replaceAll(/[^A-Za-z0-9_.-]/g, '_').slice(0, 40)}`;
  for (let number = 1; number < MAX_NAMES; number++) {
    const name = number === 1 ? `${stem}.md` : `${stem}-${String(number)}.md`;
    if (!existsSync(join(folder, name))) return join(folder, name);
  }
  return join(folder, `${stem}.md`);
}
