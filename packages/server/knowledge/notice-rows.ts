/** From what is noted of a notice to a row that names nobody. Pure. */
import { createHash } from 'node:crypto';
import type { Effect, NoticeNoted, Told } from '@kith/engine';
import type { NoticeNoteRow } from '../ground/database/index.ts';
import { nameOf } from './row-names.ts';

export function noteRows(told: Told, effects: readonly Effect[], now_ms: number): NoticeNoteRow[] {
  return effects.flatMap((effect, place) =>
    effect.type === 'notice.noted' ? [{ ...rowOf(told, effect, place), noted_at: now_ms }] : [],
  );
}

function rowOf(told: Told, noted: NoticeNoted, place: number): Omit<NoticeNoteRow, 'noted_at'> {
  const { what, child, other } = noted;
  const row = { id: nameOf('note', told.id, String(place)), pair: pairOf(child, other), what, at: told.at };
  const blank = { kind: null, value: '', language: '', risk: '', experiment: '' };
  switch (noted.what) {
    case 'shown':
      return { ...row, ...blank, kind: noted.kind, language: noted.language, risk: noted.risk };
    case 'told_enough':
      return { ...row, ...blank, kind: noted.kind, language: noted.language };
    case 'drawn': {
      const { kind, language, drawn } = noted;
      return { ...row, ...blank, kind, language, value: drawn.arm, experiment: drawn.experiment };
    }
    case 'answered':
      return { ...row, ...blank, kind: noted.kind, value: noted.choice };
    case 'did':
      return { ...row, ...blank, value: noted.act };
    default:
      return noted satisfies never;
  }
}

/** Not keyed: it tells two accounts to whoever knows their ids, and is gone after two days. */
const pairOf = (child: string, other: string | null): string =>
  createHash('sha256')
    .update(JSON.stringify([child, other]))
    .digest('base64url')
    .slice(0, 22);
