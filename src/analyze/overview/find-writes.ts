import {parseJson} from '../../ingest/records/parse-json.js';
import {toCallNature} from '../../detect/view/tool-nature.js';
import type {JsonValue} from '../../model/json.js';
import type {RunView} from '../../tree/run-view.js';
import {STEP_KINDS} from '../../tree/step-table.js';

const TOOL = STEP_KINDS.indexOf('tool');
/** Arguments read to judge a call (STYLE H5); beyond, the name of the tool alone decides. */
const MAX_READ_BODIES = 20_000;
/** Longer arguments hold content, not the intent of the call. */
const MAX_ARGS_CHARS = 20_000;

/** 1 for each step that changes something outside, as far as its name and arguments tell. Each call is judged once. */
export function findWrites({
  steps,
  spans,
  bodies,
}: Pick<RunView, 'steps' | 'spans' | 'bodies'>): Uint8Array {
  const writes = new Uint8Array(steps.count);
  const judged = new Map<string, boolean>();
  let readBodies = 0;
  for (let step = 0; step < steps.count; step++) {
    if (steps.kind[step] !== TOOL) continue;
    const nameCode = steps.name[step] ?? -1;
    const body = steps.argsBody[step] ?? -1;
    const byName = judge(judged, `${nameCode}`, () => mutates(spans.strings[nameCode], undefined));
    if (byName) writes[step] = 1;
    else if (body >= 0 && readBodies < MAX_READ_BODIES) {
      const isWrite = judge(judged, `${nameCode} ${body}`, () => {
        readBodies++;
        return mutates(spans.strings[nameCode], bodies.text(body));
      });
      if (isWrite) writes[step] = 1;
    }
  }
  return writes;
}

function judge(judged: Map<string, boolean>, key: string, look: () => boolean): boolean {
  const known = judged.get(key);
  if (known !== undefined) return known;
  const found = look();
  judged.set(key, found);
  return found;
}

function mutates(name: string | undefined, args: string | undefined): boolean {
  return toCallNature(name ?? '', parseArgs(args)).mutates;
}

function parseArgs(text: string | undefined): JsonValue | undefined {
  if (text === undefined || text.length > MAX_ARGS_CHARS || !/^\s*[{[]/.test(text))
    return undefined;
  try {
    return parseJson(text);
  } catch {
    // Plain text that begins like JSON: it names no command.
    return undefined;
  }
}
