const ZONED = /(?:Z|[+-]\d\d:?\d\d)$/;

/** ISO text to epoch microseconds. Claude Code writes UTC with `Z`; a missing zone is read as UTC. */
export function toUs(value: unknown): number | undefined {
  if (typeof value !== 'string' || value.length < 10) return undefined;
  const ms = Date.parse(value.endsWith('Z') || ZONED.test(value) ? value : `${value}Z`);
  return Number.isNaN(ms) ? undefined : ms * 1000;
}
