import {createHash} from 'node:crypto';
import {buildBodySignature} from '../../tree/signature/body-signature.js';
import {rotateToLeast} from '../runs/least-rotation.js';
import type {RunIndex} from '../view/run-index.js';

/** Calls of a lap that go into its identity; a longer lap adds its length. */
const MAX_KEYS = 64;
/** Hex digits kept of a hash: 96 bits, far beyond any case's number of findings. */
const HEX = 24;

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HEX);
}

/** What one call is, in words that stay the same over runs and analyses: no ids, no times. */
function toCallKey(index: RunIndex, step: number): string {
  const args = index.reader.args(step);
  const signature = args === undefined ? '' : buildBodySignature('args', args).exact;
  return `${index.reader.name(step)}\u0000${signature}`;
}

/** Rotation-invariant identity of the loop whose lap these steps are: A B A B is B A B A. */
export function toLoopIdentity(index: RunIndex, lap: readonly number[]): string {
  const keys = lap.slice(0, MAX_KEYS).map((step) => toCallKey(index, step));
  return digest(`${lap.length}\u0001${rotateToLeast(keys).join('\u0001')}`);
}

/** Identity from plain words, for findings that are no row of calls. */
export function toWordIdentity(words: readonly string[]): string {
  return digest(words.join('\u0001'));
}
