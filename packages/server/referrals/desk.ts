/** Referrals, put together: their routes, and what is done about them in its own time. */
import type { CompiledPolicy } from '@kith/engine';
import type { Vault } from '../evidence/index.ts';
import type { HttpApp } from '../ground/http/index.ts';
import type { Log } from '../ground/log/index.ts';
import type { KnowledgeStore } from '../knowledge/index.ts';
import type { PluggedKind } from './kinds/plugged.ts';
import { DetailsReader } from './known/evidence.ts';
import type { ReferralOptions } from './options.ts';
import { kindsOf } from './registry.ts';
import { referralRoutes } from './routes.ts';
import { Sender } from './sender.ts';
import type { ReferralSettings } from './settings.ts';

export interface DeskOptions {
  store: Pick<KnowledgeStore, 'ask' | 'records' | 'contactsOf'>;
  /** null where there is no folder for keys: nothing can be sealed, and nothing referred */
  vault: Vault | null;
  settings: ReferralSettings;
  /** kinds beside those that Kith has */
  kinds?: readonly PluggedKind[];
  policy: () => CompiledPolicy;
  log: Log;
  /** milliseconds since 1970 */
  clock: () => number;
}

export class ReferralDesk {
  readonly #options: (ReferralOptions & { log: Log }) | null;
  #sender: Sender | null = null;

  constructor({ vault, policy, kinds = [], ...options }: DeskOptions) {
    this.#options =
      vault === null
        ? null
        : {
            ...{ ...options, vault, details: new DetailsReader(vault, options.clock) },
            kinds: kindsOf(options.settings, kinds),
            policies: () => policy().policy.enforcement.policies,
            wake: () => this.#sender?.wake(),
          };
  }

  routes(app: HttpApp): void {
    referralRoutes(app, this.#options);
  }

  /** Sends what is approved, from now on. */
  start(): void {
    if (this.#options !== null) this.#sender ??= new Sender(this.#options).start();
  }

  /** Steps under way are given up, and go on where they were: here or elsewhere. */
  async stop(): Promise<void> {
    await this.#sender?.stop();
  }
}
