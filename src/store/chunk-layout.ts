/** Rows per chunk: small enough to unpack within a key press, large enough to pack well. */
export const CHUNK_ROWS = 1024;

/** Columns of `step_chunk.packed`, in this order. `name` and `agent` index the chunk's strings. */
export const STEP_COLUMNS = [
  'kind',
  'outcome',
  'flags',
  'lane',
  'segment',
  'round',
  'depth',
  'pre',
  'name',
  'agent',
  'spanKey',
  'eventKey',
  'startUs',
  'durationUs',
  'argsBody',
  'resultBody',
  'inNode',
  'outNode',
  'inputTokens',
  'outputTokens',
  'cachedReadTokens',
  'l0',
  'l1',
  'l2',
  'l3',
  'l4',
  'outcomeSig',
  'textSig',
  'repeat',
  'contextTokens',
  'errorsSoFar',
  'writes',
] as const;
export type StepColumn = (typeof STEP_COLUMNS)[number];

/**
 * Columns of `tree_chunk.packed`, in this order. `next` is the place of the next row that is shown
 * when repeats are folded: the row itself, or for a folded one the first behind all that are folded. `parent` is the
 * place of the parent, -1 for a root. `previous` is the place of the last row at or before this one that is shown when
 * repeats are folded: the row itself, or for a folded one the first lap's last shown row.
 * `firstStep` is the first step of the subtree.
 */
export const TREE_COLUMNS = [
  'spanKey',
  'depth',
  'size',
  'kind',
  'status',
  'name',
  'agent',
  'durationUs',
  'inputTokens',
  'outputTokens',
  'defects',
  'repeats',
  'period',
  'step',
  'next',
  'parent',
  'previous',
  'firstStep',
  'tool',
] as const;
export type TreeColumn = (typeof TREE_COLUMNS)[number];
