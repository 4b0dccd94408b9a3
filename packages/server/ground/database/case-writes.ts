/** What joining an open case means, in SQL that both databases read. */

/** What comes is more pressing than what the case says, or the case was only drawn at random. */
const TAKES_OVER = `(excluded.level <> 'none' AND NOT (excluded.level = 'medium' AND cases.level = 'high')
       OR cases.queue = 'sample')`;
const taken = (column: string): string =>
  `${column} = CASE WHEN ${TAKES_OVER} THEN excluded.${column} ELSE cases.${column} END`;

/**
 * Of a row named `told`, with all that CaseToOpen has: people have judged that already, and nothing is open that it could join. Only the
 * last case that was judged counts, and a case that was merged into another was not judged itself.
 */
export const FOUND_HARMLESS = `told.harmless_since IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM cases AS waits WHERE waits.account = told.account AND waits.decided_at IS NULL)
     AND EXISTS (
       SELECT 1 FROM cases AS judged JOIN ruling ON ruling.case_id = judged.id
       WHERE judged.account = told.account AND judged.decided_at >= told.harmless_since
         AND judged.level IN ('medium', 'high') AND told.score < judged.score + told.harmless_points
         AND ruling.state = 'in_force' AND ruling.measures = '["no_violation"]'
         AND NOT EXISTS (SELECT 1 FROM cases AS later
           WHERE later.account = judged.account AND later.decided_at > judged.decided_at))`;

/**
 * After an INSERT into cases. It is weighed anew in any case; whoever is about to rule must have seen that the risk rose, and
 * is not held up by another report, or by a rule that fires on every message.
 */
export const JOIN_OPEN_CASE = `
   ON CONFLICT (account) WHERE decided_at IS NULL DO UPDATE
   SET updated_at = excluded.updated_at, weigh_at = 0, ${['level', 'score', 'why', 'event'].map(taken).join(', ')},
     features = COALESCE(CASE WHEN ${TAKES_OVER} THEN excluded.features END, cases.features),
     version = cases.version + CASE WHEN ${TAKES_OVER} THEN 1 ELSE 0 END,
     -- somebody drawn at random is not looked at in the queue of such any more
     queue = CASE WHEN cases.queue = 'sample' THEN excluded.queue ELSE cases.queue END
   -- nothing is written again of a case that waits to be weighed already
   WHERE ${TAKES_OVER} OR cases.weigh_at IS NULL OR cases.weigh_at > 0`;
