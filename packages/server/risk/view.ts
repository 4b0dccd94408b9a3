/** What Kith makes of an account, as the contract shows it. */
import { CONTACTS_SHOWN_MAX, evidenceCode, type RiskView, SIGNALS_SHOWN_MAX } from '@kith/contract';
import {
  type Beside,
  type CompiledPolicy,
  type Contribution,
  type Explained,
  explainAccount,
  explainContact,
  higherRisk,
  mostAlike,
  RISKS,
  type Seconds,
  type TermName,
  type When,
} from '@kith/engine';
import type { Kysely } from 'kysely';
import type { CaseRow, Records, SignalRow } from '../ground/database/index.ts';
import { type KnowledgeStore, LINK_CODE } from '../knowledge/index.ts';
import { loadSecondLook } from '../second-look/index.ts';
import { isMaterial, renderBeside, renderContribution, sayMaterial, sayTerm, type Words } from '../words/index.ts';
import { type Rests, Seen } from './seen.ts';

export interface RiskOptions {
  store: KnowledgeStore;
  policy: () => CompiledPolicy;
  words: () => Words;
  /** milliseconds since 1970 */
  clock: () => number;
}

/** null where nothing is known of the account. */
export async function viewRisk(id: string, { store, policy, words, clock }: RiskOptions): Promise<RiskView | null> {
  const inForce = policy();
  const at: Seconds = Math.floor(clock() / 1000);
  const { kysely } = store.records;
  const [signals, open] = await Promise.all([
    newestSignals(kysely, [id]),
    kysely.selectFrom('cases').selectAll().where('account', '=', id).where('decided_at', 'is', null).executeTakeFirst(),
  ]);
  const others = [...new Set(signals.flatMap(({ other }) => other ?? []))].slice(0, CONTACTS_SHOWN_MAX);
  const [seen, known] = await Promise.all([
    Seen.of(kysely, id, others),
    store.ask((k) => {
      const account = k.account(id);
      if (!account.known && account.createdAt === 0) return null;
      return {
        told: account.risk,
        whole: timed(explainAccount(k, id, at, inForce)),
        contacts: others.flatMap((other) => {
          const explained = explainContact(k, id, other, at, inForce);
          return explained === null ? [] : [{ other, ...timed(explained) }];
        }),
      };
    }),
  ]);
  if (known === null) return null;
  const { told, whole, contacts } = known;
  const levels = [told, whole.explained.level, ...contacts.map(({ explained }) => explained.level)];
  return {
    account: id,
    risk: levels.reduce(higherRisk),
    told,
    ...scored(whole, null, seen, words()),
    beside: whole.beside.map((one) => ({
      ...renderBeside(one, words()),
      ...seen.rests(one.term, null, whole.when.get(one.term)),
    })),
    thresholds: whole.explained.thresholds,
    ...(whole.explained.level !== 'none' && { likeness: likenessOf(whole.explained) }),
    contacts: contacts.map(({ other, ...one }) => ({ other, ...scored(one, other, seen, words()) })),
    signals: signals.map((row) => viewSignal(row, words())),
    ...(open !== undefined && { case: viewCase(open) }),
    model: inForce.risk.version,
    policy: inForce.version,
  };
}

/** An explanation with when each of its terms was seen. */
interface Timed {
  explained: Explained;
  beside: readonly Beside[];
  when: ReadonlyMap<TermName, When>;
}

/** To be called while knowledge is as it was explained. */
function timed(explained: Explained): Timed {
  const beside = explained.beside();
  const terms = [...explained.contributions, ...beside].map(({ term }) => term);
  return { explained, beside, when: new Map(terms.map((term) => [term, explained.when(term)])) };
}

const newestSignals = (db: Kysely<Records>, accounts: readonly string[]): Promise<SignalRow[]> =>
  db
    .selectFrom('signal')
    .selectAll()
    .where('account', 'in', accounts)
    // whom it is taken for is shown as a link, and adds nothing to its risk
    .where('code', '<>', LINK_CODE)
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(SIGNALS_SHOWN_MAX)
    .execute();

/** What was seen of accounts, the newest first, in words. */
export const signalsOf = async (
  db: Kysely<Records>,
  accounts: readonly string[],
  words: Words,
): Promise<RiskView['signals']> => (await newestSignals(db, accounts)).map((row) => viewSignal(row, words));

/** Which typical cases it is most like. They are of those whom a second look is for: of others they say nothing. */
function likenessOf({ features }: Explained): NonNullable<RiskView['likeness']> {
  const { exemplars, spread } = loadSecondLook();
  return mostAlike(exemplars, spread, features(), LIKENESS_SHOWN).map(({ name, distance }) => ({ name, distance }));
}
/** Typical cases that an answer names. */
const LIKENESS_SHOWN = 3;

const scored = (
  { explained: { level, score, contributions }, when }: Timed,
  other: string | null,
  seen: Seen,
  words: Words,
) => ({
  level,
  score: score.total,
  families: { text: score.text, behaviour: score.behaviour },
  contributions: contributions.map((c) => ({
    ...renderContribution(c, words),
    ...restsOf(c, other, seen, when),
  })),
});

/** What a second look makes of all features together rests on no one signal, and what it did altogether on all of them. */
const restsOf = ({ term }: Contribution, other: string | null, seen: Seen, when: Timed['when']): Rests =>
  term === 'secondLook' ? {} : seen.rests(term, other, when.get(term));

const timeOf = (at_ms: number): string => new Date(at_ms).toISOString();

const viewSignal = (row: SignalRow, words: Words): RiskView['signals'][number] => ({
  code: row.code,
  cue: row.cue,
  weight: row.weight,
  words: wordsOf(row, words),
  at: timeOf(row.at),
  event: row.event,
  ...(row.other !== null && { other: row.other }),
  ...(row.message !== null && { message: row.message }),
});

const wordsOf = ({ code, words: own }: SignalRow, words: Words): string =>
  own === null ? wordsOfCode(code, words) : isMaterial(code) ? sayMaterial(words.terms.material, own) : own;

/** One message is towards one child. */
function wordsOfCode(code: string, { terms }: Words): string {
  const term = evidenceCode.options.find((known) => known === code);
  return term === undefined ? code : sayTerm(terms, { term, value: 1 });
}

const viewCase = (row: CaseRow): RiskView['case'] => ({
  id: row.id,
  queue: row.queue,
  openedAt: timeOf(row.opened_at),
  updatedAt: timeOf(row.updated_at),
  level: RISKS.find((risk) => risk === row.level) ?? 'none',
  score: row.score,
});
