/** A real Kith for a test: on a folder of its own, on a free port, with its log kept for the test to read. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, readConfig, type SettingName } from '../ground/config/index.ts';
import { createLog } from '../ground/log/index.ts';
import { type DatabaseKind, migratedDatabase } from '../ground/testing/records.ts';
import { type Kith, startKith } from '../serve.ts';

export interface Running extends Kith {
  key: string;
  folder: string;
  config: Config;
  /** everything that was logged, at the most talkative level */
  logged(): string;
  /** POSTs JSON, or text as it is */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** stops and deletes the folder */
  end(): Promise<void>;
}

/** @param clock milliseconds since 1970, where the test has a time of its own */
export async function runKith(
  flags: Partial<Record<SettingName, unknown>> = {},
  clock?: () => number,
): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), 'kith-test-'));
  const lines: string[] = [];
  const log = createLog({ level: 'trace', destination: { write: (line) => void lines.push(line) } });
  const { config } = readConfig({ flags: { folder, port: 0, logLevel: 'trace', ...flags } });
  const kith = await startKith(config, {
    log,
    sandbox: true,
    ...(clock !== undefined && { clock }),
    onFailed: (error) => {
      throw error;
    },
  });
  const key = kith.sandboxKey ?? '';
  let stopped: Promise<void> | null = null;
  const stop = () => {
    stopped ??= kith.stop();
    return stopped;
  };
  const authorization = `Bearer ${key}`;
  return {
    ...kith,
    stop,
    key,
    folder,
    config,
    logged: () => lines.join(''),
    post: (path, body, headers = {}) =>
      fetch(kith.url + path, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    get: (path, headers = {}) => fetch(kith.url + path, { headers: { authorization, ...headers } }),
    async end() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The same on either database; PostgreSQL's is one of its own, which `end` drops. @param name of the test, for the database's */
export async function runKithOn(
  kind: DatabaseKind,
  name: string,
  flags: Partial<Record<SettingName, unknown>> = {},
  clock?: () => number,
): Promise<Running> {
  if (kind === 'SQLite') return runKith(flags, clock);
  const database = await migratedDatabase(name);
  const keepKeys = await mkdtemp(join(tmpdir(), 'kith-keys-'));
  const kith = await runKith({ databaseUrl: database.url, keepKeys, ...flags }, clock);
  return {
    ...kith,
    async end() {
      await kith.end();
      await database.drop();
      await rm(keepKeys, { recursive: true, force: true });
    },
  };
}
