import {readFile, stat} from 'node:fs/promises';
import {resolve} from 'node:path';
import type {Guard} from '../../guard/guard.js';
import {guardKinds} from '../../guard/kinds/registry.js';
import {findGuardKind, makeGuard} from '../../guard/make-guard.js';
import {bundledPacks} from '../../guard/packs/bundled-packs.js';
import {readPack} from '../../guard/packs/read-pack.js';
import type {RulePack} from '../../guard/packs/rule-pack.js';
import {readPolicy} from '../../guard/policy/read-policy.js';
import {UserError} from '../../model/user-error.js';
import {findNearest} from '../../text/nearest.js';
import {formatBytes} from '../../text/numbers.js';
import {visible} from '../../text/visible.js';
import {readText, readTexts} from '../arguments.js';
import type {CommandContext} from '../command.js';

/** Guards of `--policy`, then of `--guard`; all that count something where neither is given. */
export async function readGuards(context: CommandContext): Promise<readonly Guard[]> {
  const named = (readText(context.args, 'guard') ?? '').split(',').filter((word) => word !== '');
  const policy = await readPolicyOption(context);
  const guards = [...(policy ?? []), ...named.map(parseGuard)];
  if (guards.length > 0 || policy !== undefined) return guards;
  return guardKinds.filter(({units}) => units[0] !== 'breach').map(({id}) => makeGuard(id));
}

export async function readPolicyOption(
  context: CommandContext,
): Promise<readonly Guard[] | undefined> {
  const file = readText(context.args, 'policy');
  return file === undefined ? undefined : readPolicy(await readUserFile(context, file), file);
}

export async function readPacks(context: CommandContext): Promise<readonly RulePack[]> {
  const packs = [...bundledPacks()];
  const given = readTexts(context.args, 'packs');
  const single = readText(context.args, 'packs');
  for (const file of given.length > 0 ? given : single === undefined ? [] : [single]) {
    packs.push(readPack(await readUserFile(context, file), file));
  }
  return packs;
}

/** `max-turns` or `max-turns=20`. */
function parseGuard(word: string): Guard {
  const [id = '', limit] = word.split('=');
  const kind = findGuardKind(id.trim());
  if (kind === undefined) {
    const near = findNearest(
      id.trim(),
      guardKinds.map((one) => one.id),
    );
    throw new UserError(`--guard ${visible(word)}: there is no guard ${visible(id)}`, {
      next:
        near === undefined
          ? `known: ${guardKinds.map((one) => one.id).join(', ')}`
          : `write ${near}`,
    });
  }
  if (limit === undefined) return makeGuard(kind.id);
  const value = Number(limit);
  if (limit.trim() === '' || !(value >= 0) || !Number.isFinite(value)) {
    throw new UserError(
      `--guard ${visible(word)}: the limit is ${visible(limit)}, expected a number`,
      {
        next: `for example --guard ${kind.id}=${kind.limit.default}`,
      },
    );
  }
  return makeGuard(kind.id, {limit: value});
}

/** No policy and no pack is longer; somebody has named a log (STYLE H5). */
const MAX_FILE_BYTES = 1024 * 1024;

async function readUserFile({cwd}: CommandContext, file: string): Promise<string> {
  const path = resolve(cwd, file);
  let sizeBytes: number;
  let text = '';
  try {
    sizeBytes = (await stat(path)).size;
    if (sizeBytes <= MAX_FILE_BYTES) text = await readFile(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${visible(file)} cannot be read: ${visible(reason)}`, {
      next: 'name a file that is there; whatbroke policy init prints one to begin with',
    });
  }
  if (sizeBytes <= MAX_FILE_BYTES) return text;
  const [found, most] = [formatBytes(sizeBytes), formatBytes(MAX_FILE_BYTES)];
  throw new UserError(`${visible(file)}:1: found ${found}, expected at most ${most}`, {
    next: 'name a policy or a rule pack; logs are named without an option',
  });
}
