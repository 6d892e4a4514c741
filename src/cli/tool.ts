import {readFileSync} from 'node:fs';

export interface Tool {
  readonly name: 'whatbroke';
  readonly version: string;
}

/** Who made this output, as every `--json` says. */
export function readTool(): Tool {
  // From dist/src/cli and from src/cli alike, the package is the nearest package.json above.
  for (const up of ['../../package.json', '../../../package.json']) {
    const version = readVersion(new URL(up, import.meta.url));
    if (version !== undefined) return {name: 'whatbroke', version};
  }
  throw new Error('package.json is missing');
}

function readVersion(url: URL): string | undefined {
  let text: string;
  try {
    text = readFileSync(url, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const found: unknown = JSON.parse(text);
  if (typeof found !== 'object' || found === null || !('version' in found)) return undefined;
  return typeof found.version === 'string' ? found.version : undefined;
}
