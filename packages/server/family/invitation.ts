/** What somebody is shown before they answer an invitation: who asks, and all that follows from a yes. It changes nothing. */
import { type GuardianshipLookUp, type GuardianshipShown, guardianNever } from '@kith/contract';
import type { GuardianshipRow } from '../ground/database/index.ts';
import { ProblemError } from '../ground/http/index.ts';
import { LANGUAGES } from '../ground/pages/index.ts';
import { quietHoursIn } from '../words/index.ts';
import { invitationByCode } from './by-code.ts';
import { whyNotAccept } from './fit.ts';
import { isAddressed } from './invite.ts';
import type { Act, FamilyOptions } from './options.ts';
import { wordsOfInvitation } from './pages/invitation.ts';
import { hasOther, isOver, notKnown, rowOf } from './rows.ts';
import { invitedRole, stateAt } from './states.ts';
import { termsAt, termsId } from './terms.ts';

/** @throws ProblemError as `invitationByCode` does; `not_possible` where the two have a guardianship already */
export async function showByCode(o: FamilyOptions, asked: GuardianshipLookUp, act: Act): Promise<GuardianshipShown> {
  return show(o, await invitationByCode(o, asked, act), asked.language);
}

/** @throws ProblemError `not_known` where it is none, or another's; `invitation_void`, `not_possible` */
export async function showById(
  o: FamilyOptions,
  id: string,
  { account, adulthood, language }: Omit<GuardianshipLookUp, 'code'>,
  { now_ms }: Act,
): Promise<GuardianshipShown> {
  const row = await rowOf(o.db, id);
  const role = invitedRole(row);
  if (row[role] !== account) throw notKnown();
  if (stateAt(row, now_ms) !== 'invited') throw isOver();
  const becomes = { ...row, adulthood: role === 'guardian' ? (adulthood ?? null) : row.adulthood };
  // of whom an account shuts out it hears nothing by its list, and so nothing here
  const [addressed, fault] = await o.ask(
    (k) => [isAddressed(k, row, o), whyNotAccept(k, becomes, o.policy())] as const,
  );
  if (!addressed) throw notKnown();
  if (fault !== null) throw fault === 'theirs' ? isOver() : fault;
  return show(o, becomes, language);
}

async function show(o: FamilyOptions, row: GuardianshipRow, tag: string | undefined): Promise<GuardianshipShown> {
  const { id, guardian, child, until } = row;
  const role = invitedRole(row);
  if (guardian === null || child === null) throw new Error('an invitation that is shown has two sides');
  if (await hasOther(o.db, row)) throw new ProblemError('not_possible', 'there is a guardianship of these two already');
  const [asks, reads] = role === 'child' ? [guardian, child] : [child, guardian];
  const [terms, own] = await o.ask(
    (k) => [termsAt(o.policy(), k.account(child).ageBand), k.account(reads).language] as const,
  );
  const wanted = (tag ?? own).toLowerCase().split('-')[0];
  const language = LANGUAGES.find((one) => one === wanted) ?? 'en';
  const names = await o.names.of({ accounts: [asks], conversations: [] });
  const from = { account: asks, name: names.account(asks) };
  return {
    ...{ guardianship: id, role, from, until: new Date(until).toISOString() },
    ...{ sees: [...terms.sees], may: [...terms.may], never: [...guardianNever.options], mayEnd: terms.mayEnd },
    terms: termsId(row, terms),
    words: wordsOfInvitation(role, from, terms, until, language, quietHoursIn(o.words(), language)),
  };
}
