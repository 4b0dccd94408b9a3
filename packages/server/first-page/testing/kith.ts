/** A whole Kith in a folder of its own, and the demo town that tells it what happens. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { readConfig } from '../../ground/config/index.ts';
import { createLog } from '../../ground/log/index.ts';
import { startKith } from '../../serve.ts';

export interface TestKith {
  url: string;
  key: string;
  stop(): Promise<void>;
}

/** Starts Kith on a free port, as `kith serve --sandbox` does. */
export async function startTestKith(folder: string): Promise<TestKith> {
  const { config } = readConfig({ flags: { folder: join(folder, '.kith'), port: 0 } });
  const kith = await startKith(config, {
    log: createLog({ level: 'silent' }),
    sandbox: true,
    onFailed: (error) => {
      throw error;
    },
  });
  if (kith.sandboxKey === null) throw new Error('no sandbox key');
  return { url: kith.url, key: kith.sandboxKey, stop: kith.stop };
}

const TOWN = join(import.meta.dirname, '../../../town/main.ts');

/** Runs the town as a process of its own until it has told so many events; rejects where it fails. A run is told once. */
export async function town({ url, key }: TestKith, run: string, events: number, rate = 500): Promise<void> {
  const args = [TOWN, '--url', url, '--run', run, '--events', String(events), '--rate', String(rate)];
  const child = spawn(process.execPath, args, { env: { ...process.env, KITH_KEY: key }, stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the town ended with ${code}`);
}
