import type {RecordSource} from '../api.js';
import {CHUNK_FILE, SAMPLE_FILE} from './sniff.js';

/** The files of one sample: one, or its pieces. */
export interface SampleMembers {
  readonly name: string;
  whole: RecordSource | undefined;
  version: number;
  /** Pieces by the number of their first item, in the order of these numbers once sorted. */
  readonly pieces: {readonly part: string; readonly start: number; readonly source: RecordSource}[];
}

export interface EvalMembers {
  readonly headers: readonly RecordSource[];
  readonly samples: readonly SampleMembers[];
  /** Samples that an attempt after them replaced. */
  readonly replaced: number;
}

/** Sorts the members: a sample that was written again under the same name counts once, the last time. */
export async function readMembers(source: RecordSource): Promise<EvalMembers> {
  let start: RecordSource | undefined;
  let header: RecordSource | undefined;
  let replaced = 0;
  const samples = new Map<string, SampleMembers>();
  const sampleOf = (name: string): SampleMembers => {
    const known = samples.get(name);
    if (known !== undefined) return known;
    const sample: SampleMembers = {name, whole: undefined, version: 0, pieces: []};
    samples.set(name, sample);
    return sample;
  };
  for await (const {path, source: member} of source.entries()) {
    if (path === '_journal/start.json') start = member;
    else if (path === 'header.json') header = member;
    const whole = SAMPLE_FILE.exec(path);
    const piece = CHUNK_FILE.exec(path);
    if (whole !== null) {
      const sample = sampleOf(whole[1] ?? '');
      const version = Number(whole[2] ?? 1);
      if (sample.whole !== undefined) replaced++;
      if (version > sample.version) Object.assign(sample, {whole: member, version});
    } else if (piece !== null) {
      const part = piece[2] ?? '';
      sampleOf(piece[1] ?? '').pieces.push({part, start: Number(piece[3] ?? 0), source: member});
    }
  }
  const headers = [start, header].filter((found) => found !== undefined);
  return {headers, samples: [...samples.values()], replaced};
}
