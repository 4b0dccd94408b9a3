/** What keeps a draft from being checked, or is known and was left out: by its kind, and by what other referrals of its case have. */
import type { ReferralRow } from '../ground/database/index.ts';
import type { Language } from '../ground/pages/index.ts';
import { takenByOthers } from './claims.ts';
import { contentOf, evidenceIn, isContent, kindOf, knownFor } from './content.ts';
import { rootOf } from './family.ts';
import type { Localised, Problem } from './kinds/kind.ts';
import type { KnownOfCase } from './kinds/known.ts';
import type { ReferralOptions } from './options.ts';
import { markContent } from './own-content.ts';
import { guarded } from './sealed.ts';

const ELSEWHERE: Localised = {
  en: 'This goes with another referral already, and nothing is reported twice: leave it out.',
  cy: 'Mae hwn yn mynd gydag atgyfeiriad arall eisoes, ac nid oes dim yn cael ei adrodd ddwywaith: gadewch ef allan.',
};

export interface Looked {
  problems: readonly Problem[];
  /** ids of the case's content that goes with another referral */
  taken: readonly string[];
  known: KnownOfCase;
}

export async function problemsOf(options: ReferralOptions, row: ReferralRow, language: Language): Promise<Looked> {
  const [content, known] = await Promise.all([contentOf(options, row), guarded(() => knownFor(options, row))]);
  const taken = await takenOf(options, row, known);
  const twice = evidenceIn(row).filter((id) => taken.includes(id));
  const wrong = twice.map((): Problem => ({ path: 'evidence', kind: 'wrong', words: ELSEWHERE[language] }));
  return {
    problems: [...wrong.slice(0, 1), ...kindOf(options, row.kind).problems(content, known, language)],
    taken,
    known,
  };
}

/** Content of a case that goes with another referral: by what it is, whatever it is called. */
export async function takenOf(
  options: Pick<ReferralOptions, 'store' | 'vault'>,
  { id, case_id }: Pick<ReferralRow, 'id' | 'case_id'>,
  { evidence }: Pick<KnownOfCase, 'evidence'>,
): Promise<string[]> {
  const content = evidence.filter(isContent);
  if (content.length === 0) return [];
  const db = options.store.records.kysely;
  const root = await rootOf(db, case_id);
  return takenByOthers(db, { id, root }, await markContent(options, root, content));
}
