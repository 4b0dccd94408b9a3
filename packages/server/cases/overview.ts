/** An account as those see it who judge: what is known of it, its risk, its cases, and whom it has turned to. */
import { type AccountOverview, OVERVIEW_CASES_MAX } from '@kith/contract';
import { viewAccount } from '../questions/index.ts';
import { type RiskOptions, viewRisk } from '../risk/index.ts';
import { contactsOf } from './contacts.ts';
import { pseudonymsOf } from './people.ts';
import { type Looking, summaryOf } from './summary.ts';
import { inLanguage } from './words.ts';

/** null where nothing is known of it, and there never was a case. */
export async function overviewOf(
  account: string,
  looking: Omit<Looking, 'nameOf'>,
  options: RiskOptions,
): Promise<AccountOverview | null> {
  const { store, policy } = options;
  const db = store.records.kysely;
  const { now_ms, language } = looking;
  const [known, risk, rows, contacts] = await Promise.all([
    store.ask((k) => viewAccount(k, account, Math.floor(now_ms / 1000))),
    viewRisk(account, { ...options, words: () => inLanguage(options.words(), language) }),
    db
      .selectFrom('cases')
      .selectAll()
      .where('account', '=', account)
      .orderBy('opened_at', 'desc')
      .limit(OVERVIEW_CASES_MAX)
      .execute(),
    contactsOf(account, { store, policy: policy(), now_ms }),
  ]);
  if (known === null && rows.length === 0) return null;
  const nameOf = await pseudonymsOf(
    db,
    rows.map(({ leased_by }) => leased_by),
  );
  const cases = rows.map((row) => summaryOf(row, { ...looking, nameOf }));
  const country = known?.country;
  const countryWords =
    country === undefined ? null : (new Intl.DisplayNames(language, { type: 'region' }).of(country) ?? country);
  return { account: known, countryWords, risk, cases, contacts };
}
