#!/usr/bin/env node
// Checks the Node version and the build with one clear line each, then hands over to the CLI.
import {existsSync} from 'node:fs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const entry = new URL('../dist/src/cli/main.js', import.meta.url);

if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `whatbroke: needs Node 20.19 or newer, this is ${process.versions.node}; install a newer Node\n`,
  );
  process.exitCode = 2;
} else if (!existsSync(entry)) {
  process.stderr.write('whatbroke: not built yet: run `npm run build` in its folder first\n');
  process.exitCode = 2;
} else {
  // React reads this when it is imported; its development build is twice as slow.
  process.env.NODE_ENV ??= 'production';
  const {main} = await import(entry.href);
  process.exitCode = await main(process.argv.slice(2));
}
