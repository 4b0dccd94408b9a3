/** Kith as one process: opens what it stands on, serves, and stops so that nothing is lost. */
import type { CaseByLink, CaseByRisk, Decided, DecidedNotice, DecidedReason, Told } from '@kith/engine';
import { keepWeighing } from './cases/index.ts';
import { keepCollecting, keepTaking, type OpenReport, storageOf, Vault } from './evidence/index.ts';
import {
  isWaiting,
  keepSweeping,
  openNames,
  readFamily,
  settingRows,
  UnsettledGuardians,
  WaitingSettings,
} from './family/index.ts';
import { keepAnchoring } from './ground/audit/index.ts';
import type { Config } from './ground/config/index.ts';
import type { Access } from './ground/http/index.ts';
import { KeyRing } from './ground/keys/index.ts';
import type { Log } from './ground/log/index.ts';
import type { KeyFolder } from './ground/sealing/index.ts';
import { inviteFirst, staffRoles } from './ground/staff/index.ts';
import { formatProblems, readYamlFile } from './ground/yaml/index.ts';
import { caseMessages, Kept, keysOf } from './kept/index.ts';
import type { StoreDuties } from './knowledge/index.ts';
import { Learning } from './learning/index.ts';
import { listen } from './listen.ts';
import {
  beginCounting,
  keepCheckingCounts,
  keepCountingDays,
  noteRegistry,
  QuestionCounts,
  RegistryInUse,
  Tally,
} from './measures/index.ts';
import { KnownMedia, keepImporting, keepTelling, readLists, spoolOf } from './media/index.ts';
import { keepCounting } from './notices/index.ts';
import { Courier, outboxRows, systemClock, type WebhookEndpoint, webhookEndpoints } from './outbox/index.ts';
import { invitationLink, Provider, readProvider } from './people/index.ts';
import { recordPolicy } from './policy/index.ts';
import { forgetReferences, loadKinds, ReferralDesk, readReferrals, underKeys } from './referrals/index.ts';
import { acknowledgedRows, keepAnswering, ReportKeys, tellClosed } from './reports/index.ts';
import { keepDestroying, SureClock } from './retention/index.ts';
import { hashIdentifiers, Layers, traitsIn } from './returning/index.ts';
import { keepForgetting } from './risk/index.ts';
import { openRules, type Rules } from './rules.ts';
import { RulesError } from './rules-error.ts';
import { sandboxKey } from './sandbox.ts';
import { loadSecondLook } from './second-look/index.ts';
import { readSharing, SharingDoor } from './sharing/index.ts';
import { type OpenStore, openStore } from './stores.ts';
import { languageShown, renderDecision, renderNotice, renderReason } from './words/index.ts';

export interface ServeOptions {
  log: Log;
  /** makes a sandbox key where there is none */
  sandbox?: boolean;
  /** milliseconds since 1970 */
  clock?: () => number;
  /** told once when the store can't go on: the process must end */
  onFailed(error: Error): void;
}

export interface Kith {
  /** where it listens */
  url: string;
  /** who may call what, as every route said, by its method and address */
  accesses: ReadonlyMap<string, Access>;
  sandboxKey: string | null;
  /** the link by which the first administrator joins; null where there is somebody, or no pages are served */
  firstAdministrator: string | null;
  /** Tells an event of Kith's own, as its jobs do: for whoever runs Kith in their own process. Resolves when it is committed. */
  tellOwn(told: Told): Promise<void>;
  /** Reads policy, words and cues again. They are in force at once; resolves when the policy is written down. */
  reload(): Promise<void>;
  /**
   * Takes nothing more, finishes what was accepted, saves, and closes. Requests that are still under way after
   * FINISH_MAX_MS are cut off; what they sent and was accepted is committed all the same.
   */
  stop(): Promise<void>;
}

/** The endpoints of the configuration's file. Throws a RulesError where it can't be used. */
export function readEndpoints(config: Config): readonly WebhookEndpoint[] {
  const { file } = config.webhooks;
  if (file === null) return [];
  const read = readYamlFile(file, webhookEndpoints);
  if (!read.ok) throw new RulesError(`The webhooks can't be used:\n${formatProblems(read.problems)}`);
  return read.value;
}

/** Starts Kith; rejects, with nothing left open, where it can't. */
export async function startKith(config: Config, options: ServeOptions): Promise<Kith> {
  const { log, clock = Date.now } = options;
  const rules = openRules(config, log);
  const endpoints = readEndpoints(config);
  const family = readFamily(config);
  const lists = readLists(config);
  const measures = new RegistryInUse(config.measures.folder, log);
  const storage = storageOf(config);
  const referring = readReferrals(config);
  const referralKinds = await loadKinds(referring);
  const provider = config.signIn.file === null ? null : new Provider(readProvider(config.signIn.file));
  let failure: Error | null = null;
  let courier: Courier | null = null;
  let kept: Kept | null = null;
  const waiting = new WaitingSettings();
  const unsettled = new UnsettledGuardians();
  const wording = {
    notice: (notice: DecidedNotice) => renderNotice(notice, rules.words()),
    decision: (decision: Decided) => renderDecision(decision, rules.words()),
    restriction: (opened: CaseByRisk | CaseByLink) => {
      const reason: DecidedReason =
        'linked' in opened
          ? { code: 'returning', linked: opened.linked }
          : { code: 'sender_high_risk', because: opened.because };
      return renderReason(reason, rules.words()).words;
    },
  };
  const duties: StoreDuties = {
    policy: rules.policy,
    outbox(told, considered) {
      const now_ms = clock();
      const rows = [
        ...outboxRows(told, considered, wording, endpoints, now_ms),
        ...acknowledgedRows(told, considered, rules.policy().policy.reports, endpoints, now_ms),
        ...settingRows(told, considered, wording.notice, endpoints, now_ms),
      ];
      unsettled.note(told);
      if (isWaiting(told, considered.decision)) waiting.note(told.data.actor, told.id);
      // they are committed in a moment; a courier that comes too early comes again
      if (rows.length > 0) courier?.wake();
      return rows;
    },
    kept: {
      of: (told, considered) => kept?.of(told, considered) ?? null,
      pack: (messages) => kept?.pack(messages) ?? [],
    },
    tally: () => new Tally(),
    failed(error) {
      failure = error;
      log.fatal({ err: error }, 'the store can not go on');
      options.onFailed(error);
    },
    struggling: (work, error) => log.error({ err: error, work }, `${work} failed, and will be tried again`),
  };
  // what was opened and started, to be stopped the other way round: when Kith stops, or can't start
  const started = new AsyncDisposableStack();
  const failing = (work: string) => (error: unknown) => duties.struggling(work, error);
  try {
    const open = await openStore(config, duties);
    started.defer(() => open.store.close());
    await rememberPolicy(open, rules, log, clock());
    await beginCounting(open.records, (await open.store.status()).events, clock());
    await noteRegistry(open.records, measures, clock());
    if (config.roles.has('courier') && endpoints.length > 0) {
      const delivering = startCourier(open, endpoints, log, clock);
      started.defer(() => delivering.close());
      courier = delivering;
    }
    const keeping = await Kept.open({
      ...{ keys: keysOf(config), db: open.records, log, clock },
      policy: () => rules.policy().policy.keep,
    });
    kept = keeping.start();
    started.defer(() => keeping.stop());
    const { folder } = keeping;
    const keeps = () => rules.policy().policy;
    const vault = folder === null ? null : new Vault({ db: open.records, folder, storage, policy: keeps, clock });
    const referrals = new ReferralDesk({
      ...{ store: open.store, vault, settings: referring, kinds: referralKinds, policy: rules.policy, log, clock },
    });
    const reportKeys = await openReportKeys(keeping, duties, log, clock);
    started.defer(() => reportKeys?.stop());
    const layers = folder === null ? null : await openLayers(folder, open, log);
    const { anchors } = config.audit;
    const questions = new QuestionCounts();
    const sure = new SureClock({ db: open.records, clock });
    const jobs = [
      keepCountingDays({
        ...{ db: open.records, questions, clock, surely: async () => (await sure.look()).due_ms },
        failed: failing('counting for measures'),
      }),
      keepCheckingCounts(
        { db: open.records, blocks: open.store.blocks, log, clock },
        failing('checking the counts for measures'),
      ),
      keepAnswering({
        ...{ db: open.records, keys: reportKeys, closed: tellClosed(endpoints), clock },
        wordsKeptDays: () => rules.policy().policy.reports.wordsKeptDays,
        failed: failing('answering reports'),
      }),
      keepForgetting(open.records, clock, failing('forgetting old signals')),
      keepSweeping(
        { db: open.records, ask: (look) => open.store.ask(look), clock },
        failing('forgetting what was noted for families'),
      ),
      keepCounting(
        {
          db: open.records,
          policy: () => rules.policy().policy.notices,
          shownIn: (language) => languageShown(rules.words(), language),
          clock,
        },
        failing('counting notices'),
      ),
      keepWeighing(
        { store: open.store, settings: () => rules.policy().policy.cases, clock },
        failing('weighing cases'),
      ),
      ...(anchors === null
        ? []
        : [keepAnchoring(open.records, anchors, clock, failing('writing down the state of the audit log'))]),
    ];
    if (config.roles.has('courier') && lists.length > 0) {
      jobs.push(...keepImporting({ db: open.records, lists, log, clock, spool: spoolOf(config) }));
      jobs.push(...keepTelling({ db: open.records, lists, log, clock }));
    }
    if (folder !== null && vault !== null) {
      const under = [caseMessages(open.records), vault.underKeys(), underKeys(open.records)];
      jobs.push(keepCollecting(vault, log));
      const also = [(due_ms: number) => forgetReferences(open.records, due_ms)];
      jobs.push(keepDestroying({ db: open.records, folder, policy: keeps, under, also, log, clock }));
      const openReport: OpenReport = async (row) => (await reportKeys?.open(row)) ?? null;
      if (config.roles.has('courier')) {
        jobs.push(keepTaking({ store: open.store, vault, folder, openReport, log, clock }));
      }
    }
    for (const job of jobs) started.defer(() => job.stop());
    const known = await KnownMedia.open({ db: open.records, lists, log });
    started.defer(() => known.stop());
    const sharing = await SharingDoor.open({
      ...{ db: open.records, agreements: readSharing(config), clock, failed: failing('sharing with other operators') },
    });
    started.defer(() => sharing.stop());
    const keys = new KeyRing(open.records);
    // before it listens: whoever sees that Kith is ready finds the key
    const key = options.sandbox ? await sandboxKey(config.store.folder, open.records, keys, clock()) : null;
    // whoever tries Kith out wants to see all of it; where it works for real, the administrator sees no evidence
    const firstRoles = options.sandbox ? staffRoles : (['administrator'] as const);
    const first = config.roles.has('web') ? await inviteFirst(open.records, clock(), firstRoles) : null;
    const learning = await Learning.open({
      ...{ store: open.store, policy: rules.policy, second: loadSecondLook(), log, clock },
    });
    learning.start();
    started.defer(() => learning.stop());
    const names = openNames(family, log, clock);
    started.defer(() => names.close());
    const running = await listen(config, {
      ...{
        log,
        clock,
        open,
        rules,
        keys,
        learning,
        keeping,
        vault,
        referrals,
        reportKeys,
        endpoints,
        names,
        lists,
        measures,
        known,
        provider,
        waiting,
        unsettled,
        questions,
      },
      hash:
        layers === null
          ? undefined
          : (raw, country, account) => ({
              ...hashIdentifiers(raw, country, layers),
              ...sharing.seen(account, traitsIn(raw, country)),
            }),
      wake: () => courier?.wake(),
      failed: () => failure,
    });
    started.defer(() => running.stop());
    if (config.roles.has('courier')) referrals.start();
    started.defer(() => referrals.stop());
    return {
      url: running.url,
      accesses: running.accesses,
      sandboxKey: key,
      firstAdministrator: first === null ? null : invitationLink(config.listen.publicUrl ?? running.local, first),
      tellOwn: running.tellOwn,
      async reload() {
        if (measures.reload()) await noteRegistry(open.records, measures, clock());
        if (rules.reload()) await rememberPolicy(open, rules, log, clock());
      },
      stop: () => started.disposeAsync(),
    };
  } catch (error) {
    await started.disposeAsync();
    throw error;
  }
}

/** Without a folder for keys no report's words are kept, and there is no form: said once, loudly. */
async function openReportKeys(
  { folder }: Kept,
  { struggling }: StoreDuties,
  log: Log,
  clock: () => number,
): Promise<ReportKeys | null> {
  if (folder !== null) {
    const keys = await ReportKeys.open(folder, clock);
    return keys.start((error) => struggling('making the key of reports', error));
  }
  log.warn(
    'there is no folder for keys: the words of reports are not kept, there is no report form, and nobody who comes ' +
      'back is recognised. ' +
      'Name one that all processes share: KITH_KEEP_KEYS (docs/OPERATING.md)',
  );
  return null;
}

/** What identifiers are hashed with; what is stored under fewer keys is brought under all of them first. */
async function openLayers(folder: KeyFolder, { store }: OpenStore, log: Log): Promise<Layers> {
  const layers = await Layers.open(folder);
  const { behind, ahead } = await store.wrapIdentifiers(layers.count, layers.wrap.bind(layers));
  if (behind > 0) log.info({ identifiers: behind, layers: layers.count }, 'identifiers were put under the new key');
  if (ahead) {
    log.error(
      { layers: layers.count },
      'a key of identifiers is missing: who was told of under it is recognised no more. Stop Kith, put back the files ' +
        'identifiers-… of the folder of keys from their mirror, and start it again (docs/OPERATING.md)',
    );
  }
  return layers;
}

/** Keeps the policy that decides from now on, and warns where its version was another policy's before. */
async function rememberPolicy({ records }: OpenStore, rules: Rules, log: Log, now_ms: number): Promise<void> {
  const { policy } = rules.policy();
  try {
    const others = await recordPolicy(records, policy, now_ms);
    if (others.length === 0) return;
    const before = others.map(({ digest, firstUsedAt_ms }) => ({ digest, at: new Date(firstUsedAt_ms).toISOString() }));
    log.warn(
      { version: policy.version, before },
      'the rules have changed and the policy kept its version: decisions of the two can not be told apart',
    );
  } catch (error) {
    // deciding needs no record of it; a start or a reload writes it again
    log.error({ err: error, version: policy.version }, 'the policy that decides could not be written down');
  }
}

function startCourier(
  { records }: OpenStore,
  endpoints: readonly WebhookEndpoint[],
  log: Log,
  clock: () => number,
): Courier {
  const courier = new Courier({
    db: records,
    endpoints,
    clock: { ...systemClock, now: clock },
    onDelivery({ outcome, ...told }) {
      if (outcome === 'delivered') log.debug(told, 'a webhook was delivered');
      else log.warn({ ...told, outcome }, 'a webhook was not delivered');
    },
    onError: (error) => log.error({ err: error }, 'the courier could not use the database, and will try again'),
  });
  return courier.start();
}
