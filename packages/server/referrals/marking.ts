/**
 * Custody says of each piece of evidence that an authority got it. By machine all went that was approved. What people file at a
 * portal they save first: of what nobody saved it is not said. What can't be marked is named, and holds up no other.
 */
import { referralView } from '@kith/contract';
import { EvidenceError } from '../evidence/index.ts';
import type { ReferralRow } from '../ground/database/index.ts';
import { evidenceIn } from './content.ts';
import { rootOf } from './family.ts';
import type { ReferralOptions } from './options.ts';
import { guarded } from './sealed.ts';

const unmarkedList = referralView.shape.unmarked;
type Unmarked = (typeof unmarkedList)['_output'];
type Why = Unmarked[number]['why'];

/** @returns those of which custody does not say it, and why. @throws ProblemError where nothing can be written now */
export async function markSent(options: Pick<ReferralOptions, 'store' | 'vault'>, row: ReferralRow): Promise<Unmarked> {
  const { vault } = options;
  const wanted = evidenceIn(row);
  const saved = row.machine === 1 || wanted.length === 0 ? null : await savedSince(options, row);
  const unmarked: Unmarked = [];
  for (const evidence of wanted) {
    const why = saved?.has(evidence) === false ? 'not_saved' : await mark(vault, evidence, row.id);
    if (why !== null) unmarked.push({ evidence, why });
  }
  return unmarked;
}

export const unmarkedIn = ({ unmarked }: Pick<ReferralRow, 'unmarked'>): Unmarked =>
  unmarked === null ? [] : unmarkedList.parse(JSON.parse(unmarked));

/** What somebody saved to be handed on since the referral was drafted. */
async function savedSince(
  { store, vault }: Pick<ReferralOptions, 'store' | 'vault'>,
  row: ReferralRow,
): Promise<ReadonlySet<string>> {
  const root = await rootOf(store.records.kysely, row.case_id);
  const items = await guarded(() => vault.list(root));
  const saved = items.filter(({ custody }) =>
    custody.some(({ what, at }) => what === 'saved' && Date.parse(at) >= row.created_at),
  );
  return new Set(saved.map(({ id }) => id));
}

async function mark(vault: ReferralOptions['vault'], evidence: string, referral: string): Promise<Why | null> {
  try {
    await vault.sent(evidence, `referral:${referral}`);
    return null;
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    const { code } = error;
    if (code === 'damaged' || code === 'destroyed' || code === 'not_known') return code;
    return guarded(() => Promise.reject(error));
  }
}
