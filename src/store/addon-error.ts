import {UserError} from '../model/user-error.js';

/** `was compiled against a different Node.js version`, an addon of another system, none at all. */
const ADDON = /NODE_MODULE_VERSION|better_sqlite3\.node|Could not locate the bindings file/;

/** One line for people where the addon of better-sqlite3 cannot be loaded; undefined for other errors. */
export function explainAddonError(error: unknown): UserError | undefined {
  if (!(error instanceof Error) || !ADDON.test(error.message)) return undefined;
  const versions = /NODE_MODULE_VERSION (\d+)[^]*NODE_MODULE_VERSION\s+(\d+)/.exec(error.message);
  const found =
    versions === null
      ? 'is missing, or is not for this system'
      : `was built for another Node.js (module version ${versions[1] ?? ''}, this Node.js needs ${versions[2] ?? ''})`;
  return new UserError(`the SQLite addon better-sqlite3 ${found}`, {
    next: 'run `npm rebuild better-sqlite3` in the folder of whatbroke, with the Node.js you run it with',
    cause: error,
  });
}
