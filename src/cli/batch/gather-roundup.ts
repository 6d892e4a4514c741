import {buildSecurity} from '../../batch/roundup/build-security.js';
import {DriftBook} from '../../batch/roundup/drift-book.js';
import {MetricsBook} from '../../batch/roundup/metrics-book.js';
import type {Period} from '../../batch/roundup/period.js';
import type {CallPlace, Roundup} from '../../batch/roundup/roundup.js';
import {toReplyKey, type ReplyTexts} from '../../batch/roundup/say-drift.js';
import {compareRuns} from '../../batch/fleet/fleet-groups.js';
import type {FleetRun} from '../../batch/fleet/fleet.js';
import type {TraceReader} from '../../replay/reader.js';
import {CallSamples} from '../../store/call-samples.js';

/** Replies of the sample to read. */
const SAMPLE_SIZE = 5;

/** Reads the calls of all runs that touch the period or the ones before it, once. */
export function gatherRoundup(
  casePath: string,
  given: readonly FleetRun[],
  {
    period,
    seed,
    signal,
  }: {readonly period: Period; readonly seed: number; readonly signal: AbortSignal},
): Roundup {
  const runs = [...given].sort(compareRuns);
  const samples = CallSamples.open(casePath);
  try {
    const metrics = new MetricsBook(period);
    const sameMessages = samples.sameMessages();
    const drift = new DriftBook({period, sameMessages, seed, sampleSize: SAMPLE_SIZE});
    for (const run of runs) {
      signal.throwIfAborted();
      metrics.addRun(run);
      drift.addRun(run);
      const {startUs, endUs, id} = run.summary;
      const isApart =
        startUs !== undefined &&
        (startUs >= period.untilUs || (endUs ?? startUs) < period.historyFromUs);
      if (isApart) continue;
      for (const call of samples.ofRun(id)) {
        metrics.addCall(call);
        drift.addCall(call);
      }
    }
    return {
      fromUs: period.fromUs,
      untilUs: period.untilUs,
      runs: runs.length,
      metrics: metrics.build(),
      drift: drift.build(),
      security: buildSecurity(runs, period),
    };
  } finally {
    samples.close();
  }
}

/** First words of the replies that the review quotes. */
export async function readReplyTexts(
  reader: TraceReader,
  places: readonly CallPlace[],
): Promise<ReplyTexts> {
  const texts = new Map<string, string>();
  for (const place of places) {
    const [row] = await reader.steps(place.run, place.step, place.step + 1);
    if (row?.resultPreview !== undefined) texts.set(toReplyKey(place), row.resultPreview);
  }
  return texts;
}
