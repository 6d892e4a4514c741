import {readFileSync} from 'node:fs';

/** Where the build leaves the version of the analysis, beside this file. */
const SAVED_VERSION = new URL('./analysis-version.txt', import.meta.url);

/**
 * The version of pipeline and rules that a case must have been analysed with. The build saves it, since loading
 * every rule to learn it takes a good part of the time to the first frame of a replay.
 */
export async function readAnalysisVersion(): Promise<string> {
  try {
    return readFileSync(SAVED_VERSION, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  const [{buildAnalysisVersion}, {detectors}] = await Promise.all([
    import('../analyze/analysis-version.js'),
    import('../detect/registry.js'),
  ]);
  return buildAnalysisVersion(detectors);
}
