/** What a child sees: its guardians' page as it is, who they are, who asks to be one, and every look. */
import type { ChildPage } from '@kith/contract';
import { ProblemError } from '../ground/http/index.ts';
import { dayOf } from './facts.ts';
import { isChildFit } from './fit.ts';
import { isAddressed } from './invite.ts';
import { LISTED_MAX } from './limits.ts';
import { looksOf } from './looks.ts';
import type { FamilyOptions } from './options.ts';
import { makePage } from './page.ts';
import { activeOf, rowsOf } from './rows.ts';
import { seenSince, sees, standsOf } from './standing.ts';
import { stateAt } from './states.ts';
import { type Terms, termsAt, termsId } from './terms.ts';

export interface Own {
  child: ChildPage;
  /** what a guardian of it sees and may */
  terms: Terms;
  /** what stands for that, with each invitation that it is asked */
  termsOf: ReadonlyMap<string, string>;
  /** '' where it is unknown */
  country: string;
}

/** Whether somebody has, had or is asked for a guardianship as its child, and is a child still. */
export async function isChildOf({ db, ask, policy }: FamilyOptions, account: string): Promise<boolean> {
  const row = await db.selectFrom('guardianship').select('id').where('child', '=', account).limit(1).executeTakeFirst();
  return row !== undefined && (await ask((k) => isChildFit(k, account, policy())));
}

/** null where somebody is no child of a family. */
export async function ownPage(o: FamilyOptions, child: string, now_ms: number): Promise<Own | null> {
  const [active, rows, looks] = await Promise.all([activeOf(o.db, child), rowsOf(o.db, child), looksOf(o, child)]);
  // what rows name the account as a child; those that are listed may lack one of long ago
  const isNamed = [...active, ...rows].some((row) => row.child === child);
  if (!isNamed && (rows.length < LISTED_MAX || !(await isChildOf(o, child)))) return null;
  const invited = rows.filter(
    (row) => row.child === child && row.invited_by === 'guardian' && stateAt(row, now_ms) === 'invited',
  );
  const { isFit, stands, asked } = await o.ask((k) => ({
    isFit: isChildFit(k, child, o.policy()),
    stands: standsOf(k, active, o.policy()),
    asked: invited.filter((row) => isAddressed(k, row, o)),
  }));
  if (!isFit) return null;
  // one that is over, and not written down yet, is not shown; a pause is, so that the child can end it
  const shared = stands.filter(({ now }) => now === 'holds' || now === 'paused');
  const seeing = shared.filter(sees).map(({ row }) => row);
  const more = [...looks, ...asked, ...shared.map(({ row }) => row)].flatMap(({ guardian }) => guardian ?? []);
  // the most that any of them sees: from the first yes on
  const since_ms = Math.min(now_ms, ...seeing.map(seenSince));
  const { page, account, person } = await makePage(o, child, seeing, since_ms, more, now_ms);
  const terms = termsAt(o.policy(), account.ageBand);
  const { mayEnd } = terms;
  return {
    child: {
      page,
      guardianships: shared.map((stand) => ({
        ...{ guardianship: stand.row.id, guardian: person(stand.row.guardian), since: dayOf(seenSince(stand.row)) },
        ...{ mayEnd, paused: !sees(stand) },
      })),
      invitations: asked.map(({ id, guardian, until }) => ({
        ...{ guardianship: id, guardian: guardian === null ? null : person(guardian), until: iso(until) },
      })),
      looks: looks.map(({ guardian, at, part }) => ({ guardian: person(guardian), at: iso(at), part })),
    },
    terms,
    termsOf: new Map(asked.map((row) => [row.id, termsId(row, terms)])),
    country: account.country,
  };
}

/** @throws ProblemError `not_known` where somebody is no child of a family */
export async function childPage(o: FamilyOptions, child: string, now_ms: number): Promise<ChildPage> {
  const own = await ownPage(o, child, now_ms);
  if (own === null) throw new ProblemError('not_known', 'no such family');
  return own.child;
}

const iso = (at_ms: number): string => new Date(at_ms).toISOString();
