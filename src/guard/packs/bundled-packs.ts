import {bundledPackFiles} from './bundled-files.js';
import {toRulePack} from './read-pack.js';
import type {RulePack} from './rule-pack.js';

let packs: readonly RulePack[] | undefined;

/** The rule packs that come with the tool. Read once. */
export function bundledPacks(): readonly RulePack[] {
  packs ??= bundledPackFiles.map((file) =>
    toRulePack(file, (path, message) => {
      throw new Error(`bundled pack ${file.pack} at ${path.join('/')}: ${message}`);
    }),
  );
  return packs;
}
