/**
 * What Kith gives a person of what it knows (UK GDPR art. 15): what they did and wrote themselves. Never who reported them,
 * never another's words; and nothing that differs by whether a case is open, since that would tip off: what Kith itself
 * makes of an account is left out for everybody, and the answer says so in the same words for everybody.
 */
import { type AccountData, DATA_ROWS_MAX } from '@kith/contract';
import { type Contact, type Identifier, isTrait } from '@kith/engine';
import { type AuditBy, appendAudit } from '../../ground/audit/index.ts';
import type { ReportRow } from '../../ground/database/index.ts';
import type { KeyFolder } from '../../ground/sealing/index.ts';
import type { KnowledgeStore } from '../../knowledge/index.ts';
import { viewAccount } from '../../questions/index.ts';
import { openRows } from '../open-rows.ts';
import type { KeptRow } from '../pack.ts';
import { KEPT_PAGE_MAX, rowsWrittenBy } from '../rows.ts';
import { familiesOf } from './families.ts';

export type SealedReport = Pick<ReportRow, 'id' | 'key' | 'sealed'>;

export interface DataOptions {
  store: KnowledgeStore;
  /** null where there is nowhere to keep keys */
  keys: KeyFolder | null;
  /** what was written in a report; null where it is not kept any more. From those who keep reports */
  openReport: (row: SealedReport) => Promise<{ text?: string | undefined } | null>;
  /** milliseconds since 1970 */
  now_ms: number;
}

const WITHHELD: AccountData['withheld'] = [
  {
    what: 'what Kith makes of accounts (signals, risk, cases, what people judged), for every account alike',
    why: 'reason in law to be checked against the official text: preventing and detecting crime (Data Protection Act 2018, schedule 2, paragraph 2)',
  },
  {
    what: 'what others wrote, told of an account or reported, and who they are',
    why: 'reason in law to be checked against the official text: the rights of others (UK GDPR art. 15(4); Data Protection Act 2018, schedule 2, paragraph 16)',
  },
];

/** @param by who asks for it: it leaves a line in the audit log */
export async function accountDataOf(account: string, options: DataOptions, by: AuditBy): Promise<AccountData> {
  const { store, keys, now_ms } = options;
  const db = store.records.kysely;
  const rows = await written(options, account);
  await db.transaction().execute((trx) =>
    appendAudit(trx, {
      ...{ at_ms: now_ms, by, action: 'data.exported', subject: `account:${account}` },
      detail: { messages: rows.length },
    }),
  );
  const known = await store.ask((k) => viewAccount(k, account, Math.floor(now_ms / 1000)));
  const identifiers = await store.ask((k) => k.identifiers(account));
  const contacts = (await store.contactsOf(account, DATA_ROWS_MAX)).filter(({ other }) => other !== account);
  const reports = await db
    .selectFrom('report')
    .select(['id', 'received_at', 'about', 'category', 'key', 'sealed'])
    .where('reporter', '=', account)
    .orderBy('received_at')
    .limit(DATA_ROWS_MAX)
    .execute();
  const families = await familiesOf(db, account);
  return {
    account,
    at: iso(now_ms),
    known: known === null ? null : withoutJudgement(known),
    recognisedBy: identifiers.flatMap(asToldOf),
    contacts: contacts.map(viewOfContact),
    messages: (await openRows(keys, rows)).map(({ message, at, to, text, media }) => ({
      ...{ message, at: iso(at), to, text, media: [...media] },
    })),
    reports: await Promise.all(
      reports.map(async ({ id, received_at, about, category, key, sealed }) => {
        const said = await options.openReport({ id, key, sealed });
        return { id, at: iso(received_at), about, category, text: said?.text ?? null };
      }),
    ),
    ...families,
    withheld: WITHHELD,
    cut: [rows, contacts, reports, families.guardianships, families.looks].some(
      ({ length }) => length >= DATA_ROWS_MAX,
    ),
  };
}

async function written({ store }: DataOptions, account: string): Promise<KeptRow[]> {
  const rows: KeptRow[] = [];
  while (rows.length < DATA_ROWS_MAX) {
    const page = await rowsWrittenBy(store.records.kysely, account, {
      ...{ after: rows.at(-1)?.at ?? 0, limit: Math.min(KEPT_PAGE_MAX, DATA_ROWS_MAX - rows.length) },
    });
    if (page.length === 0) break;
    rows.push(...page);
  }
  return rows;
}

const iso = (at_ms: number): string => new Date(Number(at_ms)).toISOString();

function withoutJudgement(view: NonNullable<ReturnType<typeof viewAccount>>): AccountData['known'] {
  const { risk: _risk, childrenAgainst30d: _against, ...known } = view;
  return known;
}

/** What the platform told of it. What a ruling left (whom it turned to, how it began) is what Kith makes of the account. */
function asToldOf({ kind, firstAt, lastAt }: Identifier): AccountData['recognisedBy'] {
  if (!isTrait(kind) || kind === 'target' || kind === 'opener') return [];
  return [{ kind, firstAt: iso(firstAt * 1000), lastAt: iso(lastAt * 1000) }];
}

/** The account's own acts; what was decided on them is not its act. */
function viewOfContact(c: Contact): AccountData['contacts'][number] {
  const at = (name: string, seconds: number) => (seconds > 0 ? { [name]: iso(seconds * 1000) } : {});
  return {
    other: c.other,
    ...at('firstAt', c.firstAt),
    ...at('lastAt', c.lastAt),
    messages: c.messages,
    groupMessages: c.groupMessages,
    ...at('requestedAt', c.requestedAt),
    blocking: c.blocking,
    ...at('reportedAt', c.reportedAt),
  };
}
