/** The live versions of the sources whose paths are in a JSON array. */
const LIVE_OF_PATHS = `source_version v JOIN source s ON s.id = v.source_id AND v.state = 1
  AND s.path IN (SELECT value FROM json_each(?))`;

export const SUM_RECORDS = `SELECT coalesce(sum(v.present + (v.torn_tail IS NOT NULL)), 0) AS present,
    coalesce(sum(v.read), 0) AS read,
    coalesce(sum(v.refused + (v.torn_tail IS NOT NULL)), 0) AS refused
  FROM ${LIVE_OF_PATHS}`;

export const READ_DIAGNOSTIC_GROUPS = `WITH grouped AS (
    SELECT c.code, c.severity, sum(c.count) AS count, min(c.version_id) AS version_id
    FROM ${LIVE_OF_PATHS} JOIN diagnostic_count c ON c.version_id = v.id
    GROUP BY c.code, c.severity)
  SELECT code, severity, count, coalesce((SELECT d.message FROM diagnostic d
    WHERE d.id >= grouped.version_id << 32 AND d.id < (grouped.version_id + 1) << 32
      AND d.code = grouped.code AND d.severity = grouped.severity
    ORDER BY d.id LIMIT 1), '') AS example
  FROM grouped`;

export const READ_TORN_TAILS = `SELECT json_extract(v.torn_tail, '$.code') AS code,
    json_extract(v.torn_tail, '$.severity') AS severity, count(*) AS count,
    json_extract(v.torn_tail, '$.message') AS example
  FROM ${LIVE_OF_PATHS} WHERE v.torn_tail IS NOT NULL GROUP BY 1, 2`;
