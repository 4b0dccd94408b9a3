/** Kith's HTTP server with all its routes, on whatever store it is given. */
import * as contract from '@kith/contract';
import type { CompiledPolicy } from '@kith/engine';
import { auditRoutes } from './audit/index.ts';
import { backtestRoutes } from './backtest/index.ts';
import { caseRoutes, inLanguage, type Judged, pseudonymsOf } from './cases/index.ts';
import { consolePages } from './console/index.ts';
import type { DeepLookState } from './deep-look/index.ts';
import { caseEnforcements, caseRulings } from './enforcement/index.ts';
import { evidenceRoutes, platformRoutes, type Vault } from './evidence/index.ts';
import { type FamilyOptions, familyPages, familyRoutes, guardianshipRoutes } from './family/index.ts';
import { figureRoutes, ownCounts, watchedLibrary } from './figures/index.ts';
import { firstPage } from './first-page/index.ts';
import { createHttp, documentRoutes, type HttpApp, healthRoutes } from './ground/http/index.ts';
import type { KeyRing } from './ground/keys/index.ts';
import type { Log } from './ground/log/index.ts';
import { pageAssetRoutes } from './ground/pages/index.ts';
import type { KeyFolder } from './ground/sealing/index.ts';
import type { StaffDoor } from './ground/staff/index.ts';
import type { Telemetry } from './ground/telemetry/index.ts';
import { type Intake, intakeRoutes } from './intake/index.ts';
import type { Judging } from './judging.ts';
import { dataRoutes } from './kept/index.ts';
import type { KnowledgeStore } from './knowledge/index.ts';
import { liveRoutes } from './live/index.ts';
import {
  assessmentRoutes,
  assessmentsOf,
  type CalendarSettings,
  calendarOf,
  calendarRoutes,
  measureRoutes,
  PartialCounts,
  type QuestionCounts,
  recordRoutes,
  type Service,
  transparencyPages,
  transparencyRoutes,
} from './measures/index.ts';
import {
  isConfirmed,
  type ListRoutesOptions,
  listRoutes,
  type MaterialRoutesOptions,
  materialRoutes,
} from './media/index.ts';
import { noticeNumbersRoutes } from './notices/index.ts';
import { numbersRoutes } from './numbers/index.ts';
import { outboxRoutes } from './outbox/index.ts';
import { type Provider, staffRoutes } from './people/index.ts';
import { policyRoutes } from './policy/index.ts';
import { questionRoutes } from './questions/index.ts';
import type { ReferralDesk } from './referrals/index.ts';
import { type ReportOptions, reportApiRoutes, reportWebRoutes } from './reports/index.ts';
import { linkRoutes } from './returning/index.ts';
import { riskRoutes } from './risk/index.ts';
import { sandboxKeyFile } from './sandbox.ts';
import type { MessageReader } from './signals/index.ts';
import { version } from './version.ts';
import type { Words } from './words/index.ts';

const LOG_DAYS = 30;

export interface ApiOptions {
  store: KnowledgeStore;
  intake: Intake;
  keys: KeyRing;
  staff: StaffDoor;
  /** the organisation's own sign-in; none unless told otherwise */
  provider?: Provider | null;
  telemetry: Telemetry;
  log: Log;
  policy: () => CompiledPolicy;
  /** makes a changed policy ready to be tried; without it none can be */
  compile?: (policy: contract.Policy) => CompiledPolicy;
  words: () => Words;
  texts: MessageReader;
  /** where the sandbox key lies, seen from the folder where Kith was started; in `.kith` unless told otherwise */
  keyFile?: string;
  /** what the deep look does now; null where it is off */
  deepLook?: () => DeepLookState | null;
  /** the keys that kept texts are encrypted with; null where none can be kept */
  keptKeys?: KeyFolder | null;
  /** evidence; null where there is no folder for keys, and so none can be taken */
  vault?: Vault | null;
  /** filings to authorities; without it there are none */
  referrals?: ReferralDesk;
  /** how long the log of events is kept; 30 days unless told otherwise */
  logDays?: number;
  /** what reports need; null where there are none to be taken */
  reports: ReportOptions | null;
  /** guardianships and the Family Centre; without it there are none */
  families?: FamilyOptions;
  /** the operator's own folder beside the public figures, and where people reach them; without it what comes with Kith */
  figures?: { folder: string | null; publicUrl: string | null };
  /** lists of known material; without it none are shown */
  lists?: Pick<ListRoutesOptions, 'lists' | 'ready'> & Pick<MaterialRoutesOptions, 'known' | 'recheck'>;
  /** which measures there are, and what Kith runs with; without it none are shown */
  measures?: Pick<Service, 'registry' | 'setup'> & { calendar: CalendarSettings };
  /** rulings and appeals; without it there are none */
  judging?: Judging;
  /** counts what is asked; without it nothing does */
  questions?: QuestionCounts;
  /** why Kith can't take events now; null where it can */
  notReady: () => string | null;
  /** milliseconds since 1970 */
  clock?: () => number;
  trustProxy?: readonly string[];
  /** what is served beside health, metrics and the documentation; both unless told otherwise */
  api?: boolean;
  web?: boolean;
}

/** Schemas that openapi.json names instead of repeating them. */
const NAMED = {
  Event: contract.event,
  Decision: contract.decision,
  Reason: contract.reason,
  Notice: contract.notice,
  Problem: contract.problem,
  Session: contract.sessionView,
  Failure: contract.failure,
  Receipt: contract.receipt,
  Receipts: contract.receipts,
  Question: contract.question,
  Answer: contract.answer,
  AccountView: contract.accountView,
  ContactView: contract.contactView,
  RiskView: contract.riskView,
  AuditPage: contract.auditPage,
  CaseSummary: contract.caseSummary,
  CaseView: contract.caseView,
  ReportSummary: contract.reportSummary,
  RulingView: contract.rulingView,
  EnforcementView: contract.enforcementView,
  StatementView: contract.statementView,
  AppealView: contract.appealView,
  Guardianship: contract.guardianship,
  ReferralSummary: contract.referralSummary,
  ReferralView: contract.referralView,
  AssessmentView: contract.assessmentView,
  AssessmentContent: contract.assessmentContent,
  FormField: contract.formField,
  Json: contract.json,
};

/** What people ruled on a case, and what followed, as the case shows it. */
const JUDGED: Judged = { rulings: caseRulings, enforcements: caseEnforcements };

const DESCRIPTION = `A platform tells Kith what happens, and Kith answers at once what may happen. Errors are always \
\`{"error":{"code","message","field"?}}\` with a stable code.`;

export async function createApi(options: ApiOptions): Promise<HttpApp> {
  const { keys, staff, telemetry, log, trustProxy, api = true, web = true, clock = Date.now } = options;
  const app = createHttp({ log, keys, staff, telemetry, ...(trustProxy && { trustProxy }) });
  await documentRoutes(app, { title: 'Kith', description: DESCRIPTION, version, named: NAMED });
  if (api) {
    await app.register(intakeRoutes(options.intake));
    const { store, policy, words, texts } = options;
    questionRoutes(app, {
      ...{ store, policy, words, texts, clock },
      asked: (question, measures) => options.questions?.add(question, measures, clock()),
    });
    riskRoutes(app, { store, policy, words, clock });
    dataRoutes(app, {
      ...{
        store,
        keys: options.keptKeys ?? null,
        openReport: async (row) => (await options.reports?.keys?.open(row)) ?? null,
        policy: () => policy().policy,
        logDays: options.logDays ?? LOG_DAYS,
        clock,
      },
    });
    if (options.reports !== null) reportApiRoutes(app, options.reports);
    if (options.families !== undefined) {
      guardianshipRoutes(app, options.families);
      familyRoutes(app, options.families);
    }
    await platformRoutes(app, { db: store.records.kysely, vault: options.vault ?? null, clock });
  }
  if (web) {
    pageAssetRoutes(app);
    const { store, policy, deepLook = () => null, keyFile = sandboxKeyFile('.kith') } = options;
    const { folder = null, publicUrl = null } = options.figures ?? {};
    figureRoutes(app, {
      library: watchedLibrary(folder, clock, (err) => log.error({ err }, 'imported figures are shown as they were')),
      own: ownCounts(store.records.kysely, clock),
      publicUrl,
    });
    await staffRoutes(app, { db: store.records.kysely, staff, clock, provider: options.provider ?? null });
    auditRoutes(app, { db: store.records.kysely });
    caseRoutes(app, {
      store,
      policy,
      words: options.words,
      clock,
      keys: options.keptKeys ?? null,
      judged: JUDGED,
    });
    await evidenceRoutes(app, {
      ...{ db: store.records.kysely, vault: options.vault ?? null, clock },
      exposure: () => policy().policy.cases.exposure,
      isConfirmed: (of) => isConfirmed(store.records.kysely, of),
    });
    liveRoutes(app, { db: store.records.kysely, clock });
    linkRoutes(app, {
      ...{ store, policy, clock },
      words: (language) => inLanguage(options.words(), language),
      nameOf: (ids) => pseudonymsOf(store.records.kysely, ids),
      tell: (told) => options.intake.tellOwn(told),
    });
    if (options.lists !== undefined) {
      const db = store.records.kysely;
      listRoutes(app, { ...options.lists, db, clock });
      materialRoutes(app, { ...options.lists, db, clock, nameOf: (ids) => pseudonymsOf(db, ids) });
    }
    outboxRoutes(app, { db: store.records.kysely, clock });
    policyRoutes(app, { db: store.records.kysely, policy });
    if (options.compile !== undefined) backtestRoutes(app, { store, policy, compile: options.compile, log, clock });
    numbersRoutes(app, { db: store.records.kysely, settings: () => policy().policy.cases, clock });
    noticeNumbersRoutes(app, { db: store.records.kysely, policy: () => policy().policy.notices });
    if (options.measures !== undefined) {
      const db = store.records.kysely;
      measureRoutes(app, { ...options.measures, db, partial: new PartialCounts(db, clock), clock });
      const { registry, calendar: settings } = options.measures;
      recordRoutes(app, { db, registry });
      assessmentRoutes(app, assessmentsOf({ db, registry, clock }));
      calendarRoutes(app, calendarOf({ db, registry, settings, evidence: () => policy().policy.evidence, clock }));
    }
    transparencyRoutes(app, { db: store.records.kysely, clock });
    transparencyPages(app, store.records.kysely);
    await consolePages(app);
    if (options.reports !== null) reportWebRoutes(app, options.reports);
    if (options.families !== undefined) familyPages(app, options.families, () => policy().policy.reports.exitTo);
    await options.judging?.routes(app);
    options.referrals?.routes(app);
    await firstPage(app, { telemetry, store, policyVersion: () => policy().version, version, deepLook, keyFile });
  }
  healthRoutes(app, { telemetry, notReady: options.notReady });
  return app;
}
