/** From opened parts to a Kith that answers: intake, routes, what runs beside them, and how they end in order. */
import type { AddressInfo } from 'node:net';
import { createApi } from './api.ts';
import { openDeepLook } from './deep-look/index.ts';
import type { Vault } from './evidence/index.ts';
import {
  type FamilyOptions,
  keepFamilies,
  keepTellingGuardians,
  Looks,
  type NameSource,
  type UnsettledGuardians,
  type WaitingSettings,
} from './family/index.ts';
import { type Config, isOpen } from './ground/config/index.ts';
import { type Access, FINISH_MAX_MS, type HttpApp } from './ground/http/index.ts';
import type { KeyRing } from './ground/keys/index.ts';
import type { Log } from './ground/log/index.ts';
import { StaffDoor } from './ground/staff/index.ts';
import { createTelemetry } from './ground/telemetry/index.ts';
import { type HashRaw, Intake } from './intake/index.ts';
import { Judging } from './judging.ts';
import { type Kept, keepEndingGone, keepErasing } from './kept/index.ts';
import type { Learning } from './learning/index.ts';
import { levelsOf } from './levels.ts';
import {
  calendarInUse,
  calendarLevels,
  calendarOf,
  type QuestionCounts,
  type RegistryInUse,
  setupNow,
} from './measures/index.ts';
import { type KnownMedia, type ListSettings, Recheck } from './media/index.ts';
import type { WebhookEndpoint } from './outbox/index.ts';
import type { Provider } from './people/index.ts';
import type { ReferralDesk } from './referrals/index.ts';
import type { ReportKeys } from './reports/index.ts';
import { SureClock } from './retention/index.ts';
import type { Rules } from './rules.ts';
import { sandboxKeyFile } from './sandbox.ts';
import { createMessageReader, openIdentifier, unbroken } from './signals/index.ts';
import type { OpenStore } from './stores.ts';

/** What was opened and started before. */
export interface Parts {
  log: Log;
  /** milliseconds since 1970 */
  clock: () => number;
  provider: Provider | null;
  open: OpenStore;
  rules: Rules;
  keys: KeyRing;
  learning: Learning;
  keeping: Kept;
  /** evidence; null where there is no folder for keys */
  vault: Vault | null;
  referrals: ReferralDesk;
  reportKeys: ReportKeys | null;
  /** children whose guardians are to be told that a setting waits */
  waiting: WaitingSettings;
  unsettled: UnsettledGuardians;
  /** hashes what accounts can be recognised by; absent where there is no folder for keys */
  hash: HashRaw | undefined;
  endpoints: readonly WebhookEndpoint[];
  /** whom the Family Centre asks for names */
  names: NameSource;
  /** lists of known material */
  lists: readonly ListSettings[];
  /** measures of codes of practice */
  measures: RegistryInUse;
  /** what media are compared with */
  known: KnownMedia;
  /** there is something in the outbox */
  /** counts what is asked */
  questions: QuestionCounts;
  wake: () => void;
  failed: () => Error | null;
}

export interface Listening {
  url: string;
  /** where browsers on this machine keep passkeys for it */
  local: string;
  accesses: ReadonlyMap<string, Access>;
  /** tells an event of Kith's own */
  tellOwn: Intake['tellOwn'];
  stop(): Promise<void>;
}

export async function listen(config: Config, parts: Parts): Promise<Listening> {
  const { log, clock, open, rules, keys, learning, keeping, reportKeys, endpoints, known, provider, wake } = parts;
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
    door: {
      ...{ seal: reportKeys?.sealOfEvent.bind(reportKeys), hash: parts.hash },
      match: ({ pdq, ...exact }) =>
        known.match({ ...exact, pdq: pdq === undefined ? [] : [{ hash: pdq, quality: null }] }),
      links: (text) => known.matchLinks(text),
    },
    onlooker: deepLook ?? undefined,
    turned: (actor, other) => learning.turned(actor, other),
  });
  if (deepLook !== null) telemetry.include(() => deepLook.counts);
  const levels = levelsOf(open, intake, parts.lists, clock);
  const calendar = calendarInUse(config.measures.folder, log);
  const clocks = calendarLevels(
    calendarOf({
      ...{ db: open.records, registry: parts.measures, settings: calendar, clock },
      evidence: () => rules.policy().policy.evidence,
    }),
  );
  telemetry.watch(async () => [...(await levels()), ...(await clocks()), ...learning.levels(), ...keeping.levels()]);
  const erasing = keepErasing({
    ...{ db: open.records, policy: () => rules.policy().policy, logDays: config.store.logDays, tell, log, clock },
  });
  const sure = new SureClock({ db: open.records, clock });
  const ending = keepEndingGone({
    ...{ store: open.store, db: open.records, policy: () => rules.policy().policy, tell, log },
    surely: async () => (await sure.look()).due_ms,
  });
  let url: string | null = null;
  // on this machine alone, people reach it where it listens
  const publicUrl = () => config.listen.publicUrl ?? (isOpen(config.listen.host) ? null : url);
  const families: FamilyOptions = {
    ...{ db: open.records, endpoints, reportKeys, tell, wake, publicUrl, log, clock },
    ...{ store: open.store, names: parts.names, looks: new Looks(open.records) },
    ask: (look) => open.store.ask(look),
    policy: () => rules.policy().policy.family,
    sharersMax: () => rules.policy().policy.returning.blocks.accountsMax,
    words: rules.words,
  };
  const judging = new Judging({
    ...{ store: open.store, policy: rules.policy, endpoints, tell, wake, log, clock },
    publicUrl,
  });
  const recheck = new Recheck({
    ...{ db: open.records, known, tell, log, clock },
    ask: (look) => open.store.ask(look),
  });
  let stopping = false;
  const app = await createApi({
    store: open.store,
    intake,
    keys,
    keptKeys: keeping.folder,
    vault: parts.vault,
    referrals: parts.referrals,
    logDays: config.store.logDays,
    staff: new StaffDoor({ db: open.records, publicUrl: config.listen.publicUrl, clock }),
    provider,
    telemetry,
    log,
    clock,
    policy: rules.policy,
    compile: rules.compile,
    words: rules.words,
    texts,
    deepLook: () => deepLook?.state ?? null,
    keyFile: sandboxKeyFile(config.store.folder),
    reports: {
      ...{ db: open.records, keys: reportKeys, words: rules.words, endpoints, tell, clock },
      settings: () => rules.policy().policy.reports,
      ask: (look) => open.store.ask(look),
      publicUrl: config.listen.publicUrl,
    },
    measures: {
      ...{ registry: parts.measures, calendar },
      setup: () => {
        const runsWith = { db: open.records, policy: rules.policy().policy, words: rules.words(), lists: parts.lists };
        return setupNow({ ...runsWith, reportForm: reportKeys !== null }, clock());
      },
    },
    figures: { folder: config.figures.folder, publicUrl: config.listen.publicUrl },
    questions: parts.questions,
    lists: { lists: parts.lists, ready: () => known.ready, known, recheck },
    trustProxy: config.listen.trustProxy,
    judging,
    families,
    api: config.roles.has('api'),
    web: config.roles.has('web'),
    notReady() {
      if (parts.failed() !== null) return 'the store has failed';
      if (stopping) return 'Kith is stopping';
      if (!known.ready) return 'lists of known material are being read';
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
  const telling = keepTellingGuardians(families, parts.waiting, parts.unsettled);
  const growing = config.roles.has('courier')
    ? keepFamilies(families, (error) =>
        log.error({ err: error }, 'looking after guardianships failed, and will be tried again'),
      )
    : null;
  if (config.roles.has('courier')) recheck.start();
  return {
    url,
    local: urlOf(app, 'localhost'),
    accesses: app.accesses,
    tellOwn: tell,
    async stop() {
      stopping = true;
      await closeHttp(app);
      await erasing.stop();
      await ending.stop();
      await growing?.stop();
      await telling.stop();
      // before the queue is empty for good: they tell what they found, and what was ruled
      await judging.stop();
      await recheck.stop();
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
