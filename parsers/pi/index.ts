/**
 * Pi and OpenClaw: one session per file, a tree of lines by `parentId`.
 *
 * No public specification; known from real files (README.md says which, what is read, and how it differs
 * from look-alikes).
 */
import type {TraceParser} from '../api.js';
import {toParserId} from '../api.js';
import {parse} from './parse.js';
import {sniff} from './sniff.js';

export const parser: TraceParser = {
  id: toParserId('pi'),
  version: 1,
  title: 'Pi and OpenClaw sessions',
  provenance: {
    evidence: 'observed',
    url: 'https://github.com/badlogic/pi-mono/blob/main/packages/coding-agent/docs/session.md',
    versionsSeen: ['session version 3'],
    checked: '2026-11-23',
    keeps: ['messages, usage per reply, compactions, branches as events'],
    ignores: ['settings and custom state lines'],
  },
  idScope: 'trace-in-source',
  narrowerThan: [],
  resumable: false,
  sniff,
  parse,
};
