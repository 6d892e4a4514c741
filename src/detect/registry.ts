import type {Detector} from './detector.js';
import {detector as cycle} from './loop/cycle/detector.js';
import {detector as errorRepeat} from './loop/error-repeat/detector.js';
import {detector as exactRepeat} from './loop/exact-repeat/detector.js';
import {detector as pollingNoProgress} from './loop/polling-no-progress/detector.js';
import {detector as recursion} from './recursion/recursion/detector.js';
import {detector as retryStorm} from './retry/retry-storm/detector.js';

/** All rules, in the order of `whatbroke rules`. One line each. */
export const detectors: readonly Detector[] = [
  // loops of tool calls
  exactRepeat,
  cycle,
  errorRepeat,
  pollingNoProgress,
  // delegation
  recursion,
  // retries
  retryStorm,
];
