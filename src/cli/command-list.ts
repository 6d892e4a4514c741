import type {CommandSpec} from './command.js';
import {batch} from './commands/batch.js';
import {demo} from './commands/demo.js';
import {diff} from './commands/diff.js';
import {fleet} from './commands/fleet.js';
import {findings} from './commands/findings.js';
import {formats} from './commands/formats.js';
import {ingest} from './commands/ingest.js';
import {judge} from './commands/judge.js';
import {lint} from './commands/lint.js';
import {policy} from './commands/policy.js';
import {query} from './commands/query.js';
import {replay} from './commands/replay.js';
import {report} from './commands/report.js';
import {roundup} from './commands/roundup.js';
import {rules} from './commands/rules.js';
import {search} from './commands/search.js';
import {show} from './commands/show.js';
import {simulate} from './commands/simulate.js';
import {traces} from './commands/traces.js';
import {tree} from './commands/tree.js';

/** In the order of the help. */
export const COMMANDS: readonly CommandSpec[] = [
  judge,
  ingest,
  traces,
  tree,
  findings,
  show,
  replay,
  search,
  report,
  lint,
  simulate,
  policy,
  query,
  batch,
  fleet,
  roundup,
  diff,
  formats,
  rules,
  demo,
];
