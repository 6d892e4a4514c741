export const RUN_SIZES = 'SELECT id, run_id, steps, tree_rows FROM run ORDER BY id';
export const CONVERSATION_NODE =
  'SELECT prev_id, depth, body_id FROM conversation_node WHERE id = ?';
