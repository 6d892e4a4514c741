import type {Finding} from '../../../model/finding.js';
import {toRuleId} from '../../../model/ids.js';
import type {Detector} from '../../detector.js';
import {ALL_LANES} from '../../finding/build-finding.js';
import {buildFactFinding} from '../../finding/build-fact-finding.js';
import {toWordIdentity} from '../../finding/identity.js';
import {quoteTool} from '../../finding/words.js';
import {getRunIndex} from '../../view/run-index.js';
import type {RunIndex} from '../../view/run-index.js';
import {collectSecrets} from './sightings.js';
import type {Sighting} from './sightings.js';

const thresholds = {
  maxBodies: {
    default: 20_000,
    unit: 'distinct bodies that are read',
    reason: 'each is read once; of a longer run the first ones',
  },
} as const;

/** A secret that passed through the agent. See README.md. */
export const detector: Detector<typeof thresholds> = {
  id: toRuleId('governance/secret-exposed'),
  version: 1,
  title: 'Secret exposed',
  flags:
    'Keys and tokens in the arguments or results of calls, and those that went on to another tool.',
  ignores: ['example keys of documentation', 'what only a field name suggests'],
  thresholds,
  *detect(view, limits) {
    const index = getRunIndex(view);
    for (const sighting of collectSecrets(index, limits.maxBodies)) yield describe(index, sighting);
  },
};

function describe(index: RunIndex, {kind, seen, sent}: Sighting): Finding {
  const leak = sent[0];
  const first = seen[0] ?? 0;
  return buildFactFinding(index, {
    rule: detector.id,
    lane: ALL_LANES,
    steps: [...new Set([...seen, ...sent])],
    provableStep: leak ?? first,
    isRow: false,
    severity: leak === undefined ? 'info' : 'warning',
    confidence: 'medium',
    confidenceReason:
      'the text has the form that the issuer gives its secrets; whether it is valid, the log does not tell',
    title:
      leak === undefined
        ? `A secret (${kind}) stands in what ${quoteTool(index, first)} was given or returned`
        : `A secret (${kind}) that ${quoteTool(index, first)} returned was handed to ${quoteTool(index, leak)}`,
    unchanged:
      'The secret: it is the same in all these steps, and everything that reads the log can read it.',
    benign: 'A test key, or a secret that is meant for that tool.',
    identity: toWordIdentity(['secret-exposed', kind]),
    evidence: [
      {step: first, shows: 'first seen here'},
      ...(leak === undefined ? [] : [{step: leak, shows: 'in the arguments of another tool'}]),
    ],
    metrics: {steps: seen.length, handedOn: sent.length},
  });
}
