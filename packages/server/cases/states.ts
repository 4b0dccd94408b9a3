/**
 * How a case goes from one hand to the next. Pure: what it comes to, or why that can't be done.
 *
 * A case is **open** until somebody takes it. Whoever takes it holds a **lease**, which ends by itself unless it is renewed;
 * until then nobody else can take it, and nobody else can rule. A lease that ended is as if it had never been: nobody has to
 * clear it away.
 *
 * Who holds an open case rules. Where one person is enough the case is **decided**. Where two are needed it waits for its
 * **second review**: free again, for anybody but the one who ruled. That second person takes it in the same way, and either
 * confirms, and it is decided, or disagrees, and it is open again as it was before anybody ruled; whoever takes it next reads
 * why, and rules anew.
 *
 * Right after, the one who acted last may **undo**: the case is in their hands again as it was before they acted. A decided
 * case is **closed** when all that follows from it is done, and then undoing is over.
 *
 * A case that is decided or closed is never changed by what comes later: new signals and reports open another case, which
 * names the earlier ones. It changes only by being **reopened** (an appeal was right, a senior wants it judged again), and
 * then it is open with all its history. Two cases of one person become one by **merging**: one closes and points to the
 * other. What was merged stays closed.
 */

/** A case as it stands. */
export interface Standing {
  stage: Stage;
  lease: Lease | null;
  /** who ruled since it was last opened; no second look without */
  firstBy: string | null;
  /** who confirmed that */
  secondBy: string | null;
  mergedInto: string | null;
  /** how often it was opened again */
  reopened: number;
}

export type Stage = 'open' | 'second_review' | 'decided' | 'closed';

/** Somebody of staff holds it up to a moment, milliseconds since 1970. */
export interface Lease {
  by: string;
  until_ms: number;
}

export const NEW: Standing = Object.freeze({
  ...{ stage: 'open', lease: null, firstBy: null, secondBy: null, mergedInto: null, reopened: 0 },
});

/** What is done, by somebody of staff, at a moment. */
export type Act = { by: string; at_ms: number } & (
  | { act: 'lease'; until_ms: number }
  | { act: 'release' }
  /** `second`: somebody else must confirm it */
  | { act: 'rule'; second: boolean }
  | { act: 'confirm' }
  | { act: 'disagree' }
  /** takes back one's own ruling, confirmation or proposal; its time limit is the caller's */
  | { act: 'undo'; until_ms: number }
  | { act: 'move' }
  | { act: 'note' }
  | { act: 'merge'; into: string }
  /** another is merged into it */
  | { act: 'take_in' }
  | { act: 'reopen' }
  /** all that follows is done */
  | { act: 'close' }
);

/**
 * `case_held`: somebody else holds it. `not_held`: one must hold it to do that. `first_look`: who ruled can't look second.
 * `case_over`: there is nothing to judge any more. `not_ruled`: there is no ruling that this could be about.
 */
export type Refusal = 'case_held' | 'not_held' | 'first_look' | 'case_over' | 'not_ruled';

export type Next = { ok: true; standing: Standing } | { ok: false; refusal: Refusal };

/** Who holds it at a moment; null where nobody does. */
export const holderOf = ({ lease }: Pick<Standing, 'lease'>, at_ms: number): string | null =>
  lease !== null && lease.until_ms > at_ms ? lease.by : null;

/** What a case comes to by an act; what it was is left as it is. */
export function next(standing: Standing, act: Act): Next {
  const { stage } = standing;
  const holder = holderOf(standing, act.at_ms);
  const held = holder !== null && holder !== act.by;
  const waits = stage === 'open' || stage === 'second_review';
  switch (act.act) {
    case 'lease':
      if (!waits) return refused('case_over');
      if (held) return refused('case_held');
      if (isFirst(standing, act.by)) return refused('first_look');
      return became({ ...standing, lease: { by: act.by, until_ms: act.until_ms } });
    case 'release':
      if (!waits) return refused('case_over');
      return holder === act.by ? became(free(standing)) : refused('not_held');
    case 'rule': {
      const stopped = stopper(standing, 'open', holder, act.by);
      if (stopped !== null) return refused(stopped);
      const stands = { ...free(standing), firstBy: act.by };
      return became({ ...stands, stage: act.second ? 'second_review' : 'decided' });
    }
    case 'confirm':
    case 'disagree': {
      const stopped = stopper(standing, 'second_review', holder, act.by);
      if (stopped !== null) return refused(stopped);
      return act.act === 'confirm'
        ? became({ ...free(standing), stage: 'decided', secondBy: act.by })
        : became({ ...free(standing), stage: 'open', firstBy: null });
    }
    case 'undo':
      return undone(standing, act.by, holder, act.until_ms);
    case 'note':
      return became(standing);
    case 'move':
    case 'take_in':
      if (!waits) return refused('case_over');
      return held ? refused('case_held') : became(standing);
    case 'merge':
      if (!waits) return refused('case_over');
      return held ? refused('case_held') : became({ ...free(standing), stage: 'closed', mergedInto: act.into });
    case 'reopen':
      if (standing.mergedInto !== null) return refused('case_over');
      if (waits) return refused('not_ruled');
      return became({ ...NEW, reopened: standing.reopened + 1 });
    case 'close':
      return stage === 'decided'
        ? became({ ...standing, stage: 'closed' })
        : refused(waits ? 'not_ruled' : 'case_over');
    default:
      return act satisfies never;
  }
}

const refused = (refusal: Refusal): Next => ({ ok: false, refusal });
const became = (standing: Standing): Next => ({ ok: true, standing });
const free = (standing: Standing): Standing => ({ ...standing, lease: null });

/** Who ruled can't look second. */
const isFirst = ({ stage, firstBy }: Standing, by: string): boolean => stage === 'second_review' && firstBy === by;

/** Why somebody can't rule or look second now; null where they can. */
function stopper({ stage }: Standing, needed: Stage, holder: string | null, by: string): Refusal | null {
  if (stage !== needed) return stage === 'decided' || stage === 'closed' ? 'case_over' : 'not_ruled';
  if (holder === by) return null;
  return holder === null ? 'not_held' : 'case_held';
}

/** The last step back, by whoever made it: what they held before, they hold again. */
function undone(standing: Standing, by: string, holder: string | null, until_ms: number): Next {
  const { stage, firstBy, secondBy } = standing;
  const lease: Lease = { by, until_ms };
  switch (stage) {
    case 'open':
      return refused('not_ruled');
    case 'second_review':
      if (firstBy !== by) return refused('not_ruled');
      return holder === null ? became({ ...standing, stage: 'open', lease, firstBy: null }) : refused('case_held');
    case 'decided':
      if (secondBy !== null) {
        return secondBy === by
          ? became({ ...standing, stage: 'second_review', lease, secondBy: null })
          : refused('not_ruled');
      }
      return firstBy === by ? became({ ...standing, stage: 'open', lease, firstBy: null }) : refused('not_ruled');
    case 'closed':
      return refused('case_over');
    default:
      return stage satisfies never;
  }
}
