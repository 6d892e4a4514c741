/**
 * Helicone: rows of `@helicone/export` and of the request API.
 *
 * README.md says what is read, what is not, what lies, and how it differs from its look-alikes.
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('helicone'),
  version: 1,
  title: 'Helicone requests (@helicone/export, request API)',
  provenance: {
    evidence: 'documentation',
    isUnseen: true,
    url: 'https://docs.helicone.ai/tools/export',
    versionsSeen: ['@helicone/export (2025)'],
    checked: '2026-11-25',
    keeps: [
      'one span per request with messages, tokens, times, HTTP status; sessions; logged tools and vector databases',
    ],
    ignores: ['costs; bodies behind signed_body_url'],
  },
  idScope: 'source',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
