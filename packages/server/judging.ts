/** Rulings, what follows from them, and appeals, put together with the rest of Kith. */
import type { CompiledPolicy } from '@kith/engine';
import { type AppealPagesOptions, appealPages, appealRoutes } from './appeals/index.ts';
import { CaseDoor, intendedOf } from './cases/index.ts';
import { afterRulingRoutes, EnforcementJob, type JobOptions, rulingRoutes, turnedTo } from './enforcement/index.ts';
import { keepPreserving } from './evidence/index.ts';
import type { HttpApp } from './ground/http/index.ts';
import type { Job } from './ground/jobs/index.ts';
import type { Log } from './ground/log/index.ts';
import { publicPages } from './ground/pages/index.ts';
import type { KnowledgeStore } from './knowledge/index.ts';
import type { WebhookEndpoint } from './outbox/index.ts';

export interface JudgingOptions {
  store: KnowledgeStore;
  policy: () => CompiledPolicy;
  endpoints: readonly WebhookEndpoint[];
  /** tells Kith an event of its own; resolves when it is committed */
  tell: JobOptions['tell'];
  /** where people reach Kith; null where nobody has said */
  publicUrl: () => string | null;
  /** there is something in the outbox */
  wake: () => void;
  log: Log;
  /** milliseconds since 1970 */
  clock: () => number;
}

/** Whose pages they are, to an affected person who may never have heard of Kith. */
const SERVICE = 'Safety';

export class Judging {
  readonly #options: JobOptions & AppealPagesOptions;
  readonly #versions: () => { policy: string; model: string };
  readonly #mediaAmong: (names: readonly string[]) => Promise<ReadonlySet<string>>;
  readonly #intended: (account: string) => Promise<readonly string[]>;
  #job: EnforcementJob | null = null;
  #preserving: Job | null = null;

  constructor({ store, policy, ...options }: JudgingOptions) {
    this.#options = {
      ...{ ...options, db: store.records.kysely, service: SERVICE },
      cases: new CaseDoor(() => policy().policy.cases),
      turnedTo: (account) => turnedTo(store, account),
      settings: () => policy().policy.enforcement,
      async languageOf(account) {
        const language = await store.ask((k) => k.account(account).language);
        return /^cy\b/i.test(language) ? 'cy' : 'en';
      },
      publicUrl: () => originOf(options.publicUrl()),
    };
    this.#mediaAmong = (names) => store.ask((k) => new Set(names.filter((name) => k.media(name).uploader !== '')));
    this.#intended = (account) => intendedOf(store, account);
    this.#versions = () => ({ policy: policy().version, model: policy().policy.risk.version });
  }

  /** What people do, and the pages of those whom it is about. */
  async routes(app: HttpApp): Promise<void> {
    const options = { ...this.#options, versions: this.#versions };
    rulingRoutes(app, options);
    afterRulingRoutes(app, options);
    appealRoutes(app, options);
    await app.register(publicPages({ service: SERVICE }, (scope) => appealPages(scope, options)));
  }

  /** Carries out what was ruled, from now on. */
  start(): void {
    this.#job ??= new EnforcementJob(this.#options).start();
    const { db, endpoints, settings, log, clock, wake } = this.#options;
    this.#preserving ??= keepPreserving({
      ...{ db, endpoints, log, clock, wake, mediaAmong: this.#mediaAmong, intended: this.#intended },
      settings: () => settings().preservation,
    });
  }

  /** Finishes what it has begun: while events can still be told. */
  async stop(): Promise<void> {
    await this.#preserving?.stop();
    await this.#job?.stop();
  }
}

const originOf = (url: string | null): string | null => (url === null ? null : new URL(url).origin);
