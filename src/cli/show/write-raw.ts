import {readRaw} from '../../ingest/read-raw.js';
import {UserError} from '../../model/user-error.js';
import {formatLocator} from '../../model/locator.js';
import type {StepDetail} from '../../replay/reader.js';
import {maskSecrets} from '../../text/secrets/masking.js';
import {visible, visibleLines} from '../../text/visible.js';
import {toShownPath} from '../case-path.js';
import type {CommandContext} from '../command.js';
import {EXIT} from '../exit-code.js';

/**
 * The records as they stand in their sources, one line each if the source has them so, secrets masked. To a
 * pipe the rest goes untouched; to a terminal only as text that is safe there.
 */
export async function writeRaw(
  {output, cwd}: CommandContext,
  places: StepDetail['locations'],
): Promise<number> {
  if (places.length === 0) {
    throw new UserError('the log does not tell where this stands', {
      next: 'whatbroke show without --raw prints what was read from it',
    });
  }
  const seen = new Set<string>();
  for (const {source, at} of places) {
    // Several spans may stand in one record; it is printed once.
    const record = at.kind === 'bytes' ? {...at, pointer: undefined} : at;
    const key = JSON.stringify([source, record]);
    if (seen.has(key)) continue;
    seen.add(key);
    const place = `${toShownPath(source, cwd)}, ${formatLocator(at)}`;
    const {bytes, totalBytes} = await readRaw(source, at);
    output.talk(`${visible(place)}\n`);
    const text = maskSecrets(bytes.toString());
    const shown = output.dataIsTerminal ? visibleLines(text).join('\n') : text;
    await output.data(shown.endsWith('\n') ? shown : `${shown}\n`);
    if (bytes.length < totalBytes)
      output.talk(`cut after ${bytes.length} of ${totalBytes} bytes\n`);
  }
  return EXIT.done;
}
