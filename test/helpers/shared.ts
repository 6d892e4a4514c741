import {existsSync} from 'node:fs';
import {resolve} from 'node:path';
import {test} from '@jest/globals';

/** Real logs that stand beside the repository; absent in a user's clone. */
export const sharedDir = resolve(import.meta.dirname, '../../../shared');
export const hasShared = existsSync(resolve(sharedDir, 'data'));

/** A test over the real logs: skipped with a message where they are absent. */
export function testWithShared(
  name: string,
  run: () => void | Promise<void>,
  timeoutMs?: number,
): void {
  if (hasShared) test(name, run, timeoutMs);
  else test.skip(`${name} (skipped: ../shared is absent)`, run);
}
