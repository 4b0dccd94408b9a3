/** A whole Kith on the resident store in a folder of its own, with the first page, as `kith serve` puts it together. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compilePolicy } from '@kith/engine';
import { createApi } from '../../api.ts';
import { createKey, KeyRing } from '../../ground/keys/index.ts';
import { createLog } from '../../ground/log/index.ts';
import { createTelemetry, type Telemetry } from '../../ground/telemetry/index.ts';
import { Intake } from '../../intake/index.ts';
import { openResidentStore } from '../../knowledge/index.ts';
import { loadShippedPolicy } from '../../policy/index.ts';
import { loadShippedWords } from '../../words/index.ts';

export interface TestKith {
  url: string;
  key: string;
  telemetry: Telemetry;
  close(): Promise<void>;
}

export async function startKith(): Promise<TestKith> {
  const folder = await mkdtemp(join(tmpdir(), 'kith-first-page-'));
  const log = createLog({ level: 'silent' });
  const policy = compilePolicy(loadShippedPolicy());
  const words = loadShippedWords();
  const telemetry = createTelemetry({ clock: Date.now });
  const store = await openResidentStore({
    folder,
    duties: {
      policy: () => policy,
      outbox: () => [],
      failed: (error) => {
        throw error;
      },
    },
  });
  const keys = new KeyRing(store.records.kysely);
  const { key } = await createKey(store.records.kysely, { name: 'test', scopes: ['events:write'] }, Date.now());
  const intake = new Intake({ store, words: () => words, telemetry, log });
  const app = await createApi({
    ...{ store, intake, keys, telemetry, log },
    policy: () => policy,
    words: () => words,
    notReady: () => null,
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    key,
    telemetry,
    async close() {
      await app.close();
      await intake.drain();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
