import {readFile, writeFile} from 'node:fs/promises';
import {resolve} from 'node:path';
import {types} from 'node:util';
import {
  KNOWN_SCHEMA,
  readKnownGroups,
  writeKnownGroups,
  type KnownGroup,
} from '../../batch/fleet/known-groups.js';
import type {FleetGroup} from '../../batch/fleet/fleet.js';
import type {JsonValue} from '../../model/json.js';
import {UserError} from '../../model/user-error.js';
import {visible} from '../../text/visible.js';
import {readText} from '../arguments.js';
import type {CommandContext} from '../command.js';

/** Groups of the file that `--known` names; none without it. @throws UserError */
export async function readKnownFile({
  args,
  cwd,
}: CommandContext): Promise<readonly KnownGroup[] | undefined> {
  const path = readText(args, 'known');
  return path === undefined ? undefined : read(cwd, path, '--known');
}

/** Accepts `groups`: `--write-known` names the file; what a person wrote in it is kept. @throws UserError */
export async function writeKnownFile(
  {args, cwd, output}: CommandContext,
  groups: readonly FleetGroup[],
  known: readonly KnownGroup[],
): Promise<void> {
  const path = readText(args, 'write-known');
  if (path === undefined) return;
  const before = await readIfThere(cwd, path);
  const text = writeKnownGroups(groups, [...known, ...before]);
  try {
    await writeFile(resolve(cwd, path), text, {mode: 0o600});
  } catch (error) {
    throw new UserError(`${visible(path)} cannot be written: ${toWords(error)}`, {
      next: 'name another place with --write-known',
    });
  }
  output.talk(`wrote ${visible(path)}\n`);
}

async function readIfThere(cwd: string, path: string): Promise<readonly KnownGroup[]> {
  try {
    return await read(cwd, path, '--write-known');
  } catch (error) {
    const cause = error instanceof UserError ? error.cause : undefined;
    if (types.isNativeError(cause) && 'code' in cause && cause.code === 'ENOENT') return [];
    throw error;
  }
}

async function read(cwd: string, path: string, option: string): Promise<readonly KnownGroup[]> {
  let text: string;
  try {
    text = await readFile(resolve(cwd, path), 'utf8');
  } catch (error) {
    throw new UserError(`${option} ${visible(path)} cannot be read: ${toWords(error)}`, {
      next: 'whatbroke fleet --write-known FILE makes one',
      cause: error,
    });
  }
  const known = readKnownGroups(parse(text));
  if (known !== undefined) return known;
  throw new UserError(
    `${option} ${visible(path)}: expected {"schema": "${KNOWN_SCHEMA}", "groups": [{"id": ...}]}`,
    {next: 'whatbroke fleet --write-known FILE makes one'},
  );
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

function toWords(error: unknown): string {
  return visible(types.isNativeError(error) ? error.message : String(error));
}
