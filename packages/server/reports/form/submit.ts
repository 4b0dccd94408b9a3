/** What was answered on the form becomes a report: an event where the account of who reports is known, else a row. */
import type { Knowledge, Told } from '@kith/engine';
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import type { Language } from '../../ground/pages/index.ts';
import { reportIdOf } from '../../knowledge/index.ts';
import { fileReport, openLately } from '../file.ts';
import { type ReportKeys, type Said, writeSaid } from '../keys.ts';
import type { FormState } from './state.ts';
import { sourceOf } from './steps.ts';

/** Reports by people without an account in an hour, from everywhere: the disk fills no faster (about 5 MB an hour). */
export const OPEN_REPORTS_AN_HOUR_MAX = 600;

export interface Submitting {
  db: Kysely<Records>;
  keys: ReportKeys;
  ask<T>(look: (k: Knowledge) => T): Promise<T>;
  /** an event that Kith itself tells */
  tell(told: Told): Promise<void>;
  clock(): number;
}

/** The event that a form makes: sent twice, it is one. */
const eventOf = ({ id }: FormState): string => `kith-report:${id}`;
export const reportOf = (state: FormState): string => reportIdOf(eventOf(state));

/** `full`: too many came in the last hour. What can't be stored throws, and may be sent again. */
export async function submit(s: Submitting, state: FormState, language: Language): Promise<'sent' | 'full'> {
  const { keys } = s;
  const report = reportOf(state);
  const now_ms = s.clock();
  const { link, what = '', more, about, contact, who, updates } = state;
  if (link !== undefined) {
    const { child: _child, reporter, about: other, ...named } = link;
    const told: Told = {
      ...{ id: eventOf(state), type: 'report.filed', at: now_ms },
      data: { actor: reporter, other, category: what, ...named, language, optOut: updates !== true },
      ...(more && { filed: keys.seal(report, writeSaid({ text: more })) }),
    };
    await s.tell(told);
    return 'sent';
  }
  if ((await openLately(s.db, now_ms)) >= OPEN_REPORTS_AN_HOUR_MAX) return 'full';
  const known = about === undefined ? null : await placed(s, about);
  const said: Said = { text: more || undefined, about, contact: contact || undefined, who };
  await s.db.transaction().execute((trx) =>
    fileReport(trx, {
      ...{
        id: report,
        source: sourceOf(state),
        about: known,
        category: what,
        language,
        at: now_ms,
        received_at: now_ms,
      },
      words: keys.seal(report, writeSaid(said)),
      // nobody was asked how old they are: doubt protects
      child: who === 'me' || who === 'friend',
      optedOut: !contact,
      flagger: null,
    }),
  );
  return 'sent';
}

/** The account that was written, where it is one; a person places what isn't. Nobody is told whether it was. */
const placed = (s: Submitting, about: string): Promise<string | null> =>
  s.ask((k) => {
    const account = k.account(about);
    return account.known || account.createdAt > 0 ? about : null;
  });
