/** Collects what was never finished, beside everything else. */
import { type Job, keepDoing } from '../ground/jobs/index.ts';
import type { Log } from '../ground/log/index.ts';
import type { Vault } from './vault/vault.ts';

/** How often, milliseconds: it looks through all that is stored. */
const EVERY_MS = 6 * 3_600_000;

export const keepCollecting = (vault: Vault, log: Log): Job =>
  keepDoing({
    ...{ every_ms: EVERY_MS, pauseFirst: true },
    async work() {
      const blobs = await vault.collect();
      if (blobs > 0) log.info({ blobs }, 'evidence that was never finished was taken away');
    },
    failed: (err) => log.error({ err }, 'collecting unfinished evidence failed, and will be tried again'),
  });
