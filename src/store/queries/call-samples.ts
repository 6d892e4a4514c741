export const LIST_RUN_CHUNKS = `SELECT c.chunk, c.strings, c.packed, r.steps FROM step_chunk c
  JOIN run r ON r.id = c.run_key WHERE r.run_id = ? ORDER BY c.chunk`;
export const LIST_NODES = 'SELECT id, prev_id, body_id FROM conversation_node ORDER BY id';
