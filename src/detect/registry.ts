import type {Detector} from './detector.js';
import {detector as compactionPersisted} from './context/compaction-persisted/detector.js';
import {detector as compactionThrash} from './context/compaction-thrash/detector.js';
import {detector as contextOverflow} from './context/context-overflow/detector.js';
import {detector as runawayGrowth} from './context/runaway-growth/detector.js';
import {detector as silentTruncation} from './context/silent-truncation/detector.js';
import {detector as pageHookScript} from './governance/page-hook-script/detector.js';
import {detector as repeatedSideEffect} from './governance/repeated-side-effect/detector.js';
import {detector as restrictedPath} from './governance/restricted-path/detector.js';
import {detector as secretExposed} from './governance/secret-exposed/detector.js';
import {detector as handoffCycle} from './handoff/handoff-cycle/detector.js';
import {detector as limitReached} from './limit/limit-reached/detector.js';
import {detector as cycle} from './loop/cycle/detector.js';
import {detector as emptyResponse} from './loop/empty-response/detector.js';
import {detector as errorRepeat} from './loop/error-repeat/detector.js';
import {detector as exactRepeat} from './loop/exact-repeat/detector.js';
import {detector as interleavedRepeat} from './loop/interleaved-repeat/detector.js';
import {detector as lowNovelty} from './loop/low-novelty/detector.js';
import {detector as nearRepeat} from './loop/near-repeat/detector.js';
import {detector as pollingNoProgress} from './loop/polling-no-progress/detector.js';
import {detector as repeatUnverified} from './loop/repeat-unverified/detector.js';
import {detector as reportedStuck} from './loop/reported-stuck/detector.js';
import {detector as selfAppend} from './loop/self-append/detector.js';
import {detector as stagnation} from './loop/stagnation/detector.js';
import {detector as sweepWrap} from './loop/sweep-wrap/detector.js';
import {detector as textRepeat} from './loop/text-repeat/detector.js';
import {detector as fanOut} from './recursion/fan-out/detector.js';
import {detector as recursion} from './recursion/recursion/detector.js';
import {detector as rateLimitCascade} from './retry/rate-limit-cascade/detector.js';
import {detector as retryStorm} from './retry/retry-storm/detector.js';
import {detector as timeout} from './retry/timeout/detector.js';
import {detector as unknownTool} from './retry/unknown-tool/detector.js';

/** All rules, in the order of `whatbroke rules`. One line each. */
export const detectors: readonly Detector[] = [
  // loops of calls and replies
  exactRepeat,
  cycle,
  errorRepeat,
  pollingNoProgress,
  nearRepeat,
  stagnation,
  lowNovelty,
  interleavedRepeat,
  sweepWrap,
  selfAppend,
  repeatUnverified,
  textRepeat,
  emptyResponse,
  reportedStuck,
  // agents calling agents
  recursion,
  fanOut,
  handoffCycle,
  // retries
  retryStorm,
  unknownTool,
  rateLimitCascade,
  timeout,
  // the context window
  compactionPersisted,
  compactionThrash,
  contextOverflow,
  silentTruncation,
  runawayGrowth,
  // limits of the harness
  limitReached,
  // what needs no policy to be asked about
  repeatedSideEffect,
  pageHookScript,
  restrictedPath,
  secretExposed,
];
