import {readdirSync} from 'node:fs';
import {describe, expect, test} from '@jest/globals';

interface Row {
  readonly file: string;
  readonly wrong: readonly string[];
  readonly missing: readonly string[];
}
interface Checker {
  readonly INCIDENTS: string;
  readonly checkStory: (
    name: string,
    only?: (file: string) => boolean,
  ) => Promise<{readonly rows: readonly Row[]; readonly differ: readonly string[]}>;
}

const path = '../scripts/samples/check-story.mjs';
const {INCIDENTS, checkStory} = (await import(path)) as Checker;
const stories = readdirSync(INCIDENTS, {withFileTypes: true})
  .filter((entry) => entry.isDirectory())
  .map(({name}) => name);

/** LangChain's tracers repeat themselves: tens of megabytes, which `npm run samples:check` opens too. */
const isQuick = (file: string): boolean => !/langgraph|openinference/.test(file);
const TIMEOUT_MS = 60_000;

describe('recorded incidents', () => {
  test.each(stories)(
    '%s: the planted incident is found, its twin is silent',
    async (name) => {
      const {rows, differ} = await checkStory(name, isQuick);
      expect(rows.flatMap(({file, wrong}) => wrong.map((text) => `${file}: ${text}`))).toEqual([]);
      expect(differ).toEqual([]);
      const files = rows.map(({file}) => file);
      for (const variant of ['incident.', 'healthy.']) {
        expect(files.filter((file) => file.startsWith(variant))).not.toEqual([]);
      }
    },
    TIMEOUT_MS,
  );
});
