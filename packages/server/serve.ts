/** Kith as one process: opens what it stands on, serves, and stops so that nothing is lost. */
import type { AddressInfo } from 'node:net';
import type { CaseByRisk, DecidedNotice } from '@kith/engine';
import { createApi } from './api.ts';
import { keepWeighing } from './cases/index.ts';
import { openDeepLook } from './deep-look/index.ts';
import { keepAnchoring } from './ground/audit/index.ts';
import { type Config, isOpen } from './ground/config/index.ts';
import { type Access, FINISH_MAX_MS, type HttpApp } from './ground/http/index.ts';
import { KeyRing } from './ground/keys/index.ts';
import type { Log } from './ground/log/index.ts';
import { inviteFirst, StaffDoor, staffRoles } from './ground/staff/index.ts';
import { createTelemetry } from './ground/telemetry/index.ts';
import { formatProblems, readYamlFile } from './ground/yaml/index.ts';
import { Intake } from './intake/index.ts';
import { Judging } from './judging.ts';
import { Kept, keepErasing, keysOf } from './kept/index.ts';
import type { StoreDuties } from './knowledge/index.ts';
import { Learning } from './learning/index.ts';
import { levelsOf } from './levels.ts';
import { Courier, outboxRows, systemClock, type WebhookEndpoint, webhookEndpoints } from './outbox/index.ts';
import { invitationLink, Provider, readProvider } from './people/index.ts';
import { recordPolicy } from './policy/index.ts';
import { acknowledgedRows, keepAnswering, ReportKeys, tellClosed } from './reports/index.ts';
import { keepForgetting } from './risk/index.ts';
import { openRules, type Rules, RulesError } from './rules.ts';
import { sandboxKey } from './sandbox.ts';
import { loadSecondLook } from './second-look/index.ts';
import { createMessageReader, openIdentifier, unbroken } from './signals/index.ts';
import { type OpenStore, openStore } from './stores.ts';
import { renderNotice, renderReason } from './words/index.ts';

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
  const provider = config.signIn.file === null ? null : new Provider(readProvider(config.signIn.file));
  let failure: Error | null = null;
  let courier: Courier | null = null;
  let kept: Kept | null = null;
  const wording = {
    notice: (notice: DecidedNotice) => renderNotice(notice, rules.words()),
    restriction: ({ because }: CaseByRisk) => renderReason({ code: 'sender_high_risk', because }, rules.words()).words,
  };
  const duties: StoreDuties = {
    policy: rules.policy,
    outbox(told, considered) {
      const now_ms = clock();
      const rows = [
        ...outboxRows(told, considered, wording, endpoints, now_ms),
        ...acknowledgedRows(told, considered, rules.policy().policy.reports, endpoints, now_ms),
      ];
      // they are committed in a moment; a courier that comes too early comes again
      if (rows.length > 0) courier?.wake();
      return rows;
    },
    kept: (told, considered) => kept?.rowOf(told, considered) ?? null,
    failed(error) {
      failure = error;
      log.fatal({ err: error }, 'the store can not go on');
      options.onFailed(error);
    },
    struggling: (work, error) => log.error({ err: error, work }, `${work} failed, and will be tried again`),
  };
  const open = await openStore(config, duties);
  try {
    await rememberPolicy(open, rules, log, clock());
    if (config.roles.has('courier') && endpoints.length > 0) courier = startCourier(open, endpoints, log, clock);
    const keeping = await Kept.open({
      ...{ keys: keysOf(config), db: open.records, log, clock },
      policy: keepPolicy(rules),
    });
    kept = keeping.start();
    const reportKeys = await openReportKeys(keeping, duties, log, clock);
    const answering = keepAnswering({
      ...{ db: open.records, keys: reportKeys, closed: tellClosed(endpoints), clock },
      wordsKeptDays: () => rules.policy().policy.reports.wordsKeptDays,
      failed: (error) => duties.struggling('answering reports', error),
    });
    const keys = new KeyRing(open.records);
    // before it listens: whoever sees that Kith is ready finds the key
    const key = options.sandbox ? await sandboxKey(config.store.folder, open.records, keys, clock()) : null;
    // whoever tries Kith out wants to see all of it; where it works for real, the administrator sees no evidence
    const firstRoles = options.sandbox ? staffRoles : (['administrator'] as const);
    const first = config.roles.has('web') ? await inviteFirst(open.records, clock(), firstRoles) : null;
    const forgetting = keepForgetting(open.records, clock, (error) =>
      duties.struggling('forgetting old signals', error),
    );
    const { anchors } = config.audit;
    const anchoring =
      anchors === null
        ? null
        : keepAnchoring(open.records, anchors, clock, (error) =>
            duties.struggling('writing down the state of the audit log', error),
          );
    const weighing = keepWeighing({ store: open.store, settings: () => rules.policy().policy.cases, clock }, (error) =>
      duties.struggling('weighing cases', error),
    );
    const learning = await Learning.open({
      ...{ store: open.store, policy: rules.policy, second: loadSecondLook(), log, clock },
    });
    learning.start();
    const wake = () => courier?.wake();
    const running = await listen(config, options, {
      ...{ open, rules, keys, learning, keeping, reportKeys, endpoints, provider, wake },
      failed: () => failure,
    });
    return {
      url: running.url,
      accesses: running.accesses,
      sandboxKey: key,
      firstAdministrator: first === null ? null : invitationLink(config.listen.publicUrl ?? running.local, first),
      async reload() {
        if (rules.reload()) await rememberPolicy(open, rules, log, clock());
      },
      async stop() {
        const delivered = courier?.close();
        await running.stop();
        await learning.stop();
        await forgetting.stop();
        await weighing.stop();
        await anchoring?.stop();
        await keeping.stop();
        await answering.stop();
        reportKeys?.stop();
        await delivered;
        await open.store.close();
      },
    };
  } catch (error) {
    await courier?.close();
    await kept?.stop();
    await open.store.close();
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
    'there is no folder for keys: the words of reports are not kept, and there is no report form. ' +
      'Name one that all processes share: KITH_KEEP_KEYS (docs/OPERATING.md)',
  );
  return null;
}

const keepPolicy = (rules: Rules) => () => rules.policy().policy.keep;

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

interface Parts {
  provider: Provider | null;
  open: OpenStore;
  rules: Rules;
  keys: KeyRing;
  learning: Learning;
  keeping: Kept;
  reportKeys: ReportKeys | null;
  endpoints: readonly WebhookEndpoint[];
  /** there is something in the outbox */
  wake: () => void;
  failed: () => Error | null;
}

interface Listening {
  url: string;
  /** where browsers on this machine keep passkeys for it */
  local: string;
  accesses: ReadonlyMap<string, Access>;
  stop(): Promise<void>;
}

async function listen(config: Config, { log, clock = Date.now }: ServeOptions, parts: Parts): Promise<Listening> {
  const { open, rules, keys, learning, keeping, reportKeys, endpoints, provider, wake } = parts;
  const texts = unbroken(createMessageReader(rules.reader, await openIdentifier()), log);
  const telemetry = createTelemetry({ clock });
  const tell: Intake['tellOwn'] = (told) => intake.tellOwn(told);
  const deepLook = await openDeepLook(config, { store: open.store, tell, log, clock });
  const intake = new Intake({
    store: open.store,
    words: rules.words,
    texts,
    telemetry,
    log,
    clock,
    ...(reportKeys !== null && { sealReport: reportKeys.sealOfEvent.bind(reportKeys) }),
    onlooker: deepLook ?? undefined,
    turned: (actor, other) => learning.turned(actor, other),
  });
  if (deepLook !== null) telemetry.include(() => deepLook.counts);
  const levels = levelsOf(open, intake, clock);
  telemetry.watch(async () => [...(await levels()), ...learning.levels(), ...keeping.levels()]);
  const erasing = keepErasing({
    ...{ db: open.records, policy: keepPolicy(rules), logDays: config.store.logDays, tell, log, clock },
  });
  let url: string | null = null;
  const judging = new Judging({
    ...{ store: open.store, policy: rules.policy, endpoints, tell, wake, log, clock },
    // on this machine alone, people reach it where it listens
    publicUrl: () => config.listen.publicUrl ?? (isOpen(config.listen.host) ? null : url),
  });
  let stopping = false;
  const app = await createApi({
    store: open.store,
    intake,
    keys,
    keptKeys: keeping.folder,
    logDays: config.store.logDays,
    staff: new StaffDoor({ db: open.records, publicUrl: config.listen.publicUrl, clock }),
    provider,
    telemetry,
    log,
    clock,
    policy: rules.policy,
    words: rules.words,
    texts,
    deepLook: () => deepLook?.state ?? null,
    reports: {
      ...{ db: open.records, keys: reportKeys, words: rules.words, endpoints, tell, clock },
      settings: () => rules.policy().policy.reports,
      ask: (look) => open.store.ask(look),
      publicUrl: config.listen.publicUrl,
    },
    trustProxy: config.listen.trustProxy,
    judging,
    api: config.roles.has('api'),
    web: config.roles.has('web'),
    notReady() {
      if (parts.failed() !== null) return 'the store has failed';
      if (stopping) return 'Kith is stopping';
      return intake.full ? 'Kith has as much to do as it can hold' : null;
    },
  });
  await app.listen({ host: config.listen.host, port: config.listen.port });
  if (isOpen(config.listen.host)) {
    log.warn(
      { host: config.listen.host },
      'Kith listens to other machines, in clear: put a proxy that does TLS before it',
    );
  }
  url = urlOf(app, config.listen.host);
  if (config.roles.has('courier')) judging.start();
  return {
    url,
    local: urlOf(app, 'localhost'),
    accesses: app.accesses,
    async stop() {
      stopping = true;
      await closeHttp(app);
      await erasing.stop();
      // before the queue is empty for good: they tell what they found, and what was ruled
      await judging.stop();
      await deepLook?.close();
      await intake.drain();
    },
  };
}

function urlOf(app: HttpApp, host: string): string {
  // a TCP server that listens has an address of this shape
  const { port } = app.server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

/** Stops to accept, and waits for the requests that are under way; not for ever. */
async function closeHttp(app: HttpApp): Promise<void> {
  app.refuseRequests();
  const cutOff = setTimeout(() => app.server.closeAllConnections(), FINISH_MAX_MS);
  try {
    await app.close();
  } finally {
    clearTimeout(cutOff);
  }
}
