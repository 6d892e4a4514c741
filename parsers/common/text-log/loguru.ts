import {isoToUs} from '../time.js';
import type {TextEntry} from './entries.js';

/** `2025-03-14 13:16:27.450 | INFO     | app.agent.base:run:137 - `, anywhere in a line. */
export const LOGURU =
  /(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{3})\s*\|\s*(?:([A-Z]+)\s*\|\s*)?([\w.<>-]+):([\w.<>-]+):(\d+) ?- ?/;

export interface LoguruEntry {
  readonly timeUs: number | undefined;
  /** `INFO WARNING ERROR ...`; empty where the writer's format leaves it out. */
  readonly level: string;
  /** `app.agent.base` */
  readonly module: string;
  /** `run` */
  readonly where: string;
  readonly text: string;
}

/** The parts of an entry that {@link LOGURU} began; undefined for text before the first one. */
export function readLoguru({head, text}: TextEntry): LoguruEntry | undefined {
  if (head === undefined) return undefined;
  const [, time, level = '', module = '', where = ''] = head;
  return {timeUs: isoToUs(time)?.us, level, module, where, text};
}
