/** Fields of COUNTS.jsonl that a case answers; others (records, steps, events, stated) describe the file. */
export const FIELDS = [
  'traces',
  'spans',
  'llm_calls',
  'tool_calls',
  'tool_errors',
  'agents',
  'input_tokens',
  'cached_read_tokens',
  'output_tokens',
  'roots',
  'orphans',
  'first_us',
  'last_us',
];

/** A null in the file means "not derivable": it is never compared. @returns disagreements of one entry */
export function compareEntry(expected, got) {
  const wrong = [];
  for (const field of FIELDS) {
    const wanted = expected[field];
    if (wanted === null || wanted === undefined) continue;
    // Nothing counted and zero are the same answer to "how many".
    const found = got[field] ?? (wanted === 0 ? 0 : null);
    if (found !== wanted) wrong.push({file: expected.file, field, expected: wanted, got: found});
  }
  return wrong;
}

export function hasCounts(row) {
  return FIELDS.some((field) => row[field] !== null && row[field] !== undefined);
}
