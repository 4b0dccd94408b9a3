/** What became of a notice, from what was noted of it and of the same two afterwards. Pure. */
import { noticeAct } from '@kith/contract';
import type { NoticeNoteRow } from '../ground/database/index.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What a child does later than that is not said to have followed. */
export const FOLLOWS_WITHIN_MS = DAY_MS;

/** What is counted of one note that counting begins with: a notice that was shown or left out, or an arm that was drawn. */
export function countsOf(note: NoticeNoteRow, ofPair: readonly NoticeNoteRow[], outlivedAfter_h: number): string[] {
  const since = (other: NoticeNoteRow): number => other.at - note.at;
  const acts = new Set(
    ofPair
      .filter((one) => one.what === 'did' && since(one) >= 0 && since(one) <= FOLLOWS_WITHIN_MS)
      .map((o) => o.value),
  );
  const led = noticeAct.options.filter((act) => acts.has(act)).map((act) => `led:${act}`);
  switch (note.what) {
    case 'told_enough':
      return ['told_enough'];
    case 'drawn':
      return ['drawn', ...led];
    case 'shown': {
      const answer = answerTo(note, ofPair, outlivedAfter_h * HOUR_MS);
      // settled on another page or device, or by the other: there was nothing left to answer, and it was not passed over
      const fate = answer !== undefined ? [`answered:${answer.value}`] : acts.size > 0 ? [] : ['outlived'];
      return ['shown', ...fate, ...led];
    }
    case 'answered':
    case 'did':
      return [];
    default:
      return note.what satisfies never;
  }
}

/** The first answer to this very showing: what was shown again since has an answer of its own. */
function answerTo(note: NoticeNoteRow, ofPair: readonly NoticeNoteRow[], within_ms: number): NoticeNoteRow | undefined {
  const same = ofPair.filter(({ kind }) => kind === note.kind).sort(inTime);
  const place = same.findIndex(({ id }) => id === note.id);
  for (const next of same.slice(place + 1)) {
    if (next.what === 'shown') return undefined;
    if (next.what === 'answered') return next.at - note.at <= within_ms ? next : undefined;
  }
  return undefined;
}

/** What came at one time is in the order of doing: shown, then answered. */
const ORDER = { drawn: 0, told_enough: 0, shown: 1, answered: 2, did: 3 } as const;
const inTime = (a: NoticeNoteRow, b: NoticeNoteRow): number =>
  a.at - b.at || ORDER[a.what] - ORDER[b.what] || (a.id < b.id ? -1 : 1);

export const dayOf = (at_ms: number): number => Math.floor(at_ms / DAY_MS);
