/** A fresh PostgreSQL database for a test file, cloned from a migrated template in a fraction of migrating again. */
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { quickFolder, startCluster } from './cluster.ts';

/** PostgreSQL cuts names at 63 bytes; the rest is for our prefix and the random end. */
const NAME_KEPT_MAX = 30;
/** Any number will do, as long as nothing else on a test cluster locks it. */
const TEMPLATE_LOCK = 4_100_001;

export interface FreshDatabase {
  readonly url: string;
  /** Drops the database. Fails when the test still holds a connection to it: a leak is a fault of the test. */
  drop(): Promise<void>;
}

/** What a fresh database starts from. */
export interface Template {
  /** names what `migrate` makes: same key, same schema (see `keyOfFolder`) */
  readonly key: string;
  /** brings the empty database at this address to its schema, and closes its connections */
  migrate(url: string): Promise<void>;
}

/**
 * A database that nobody else uses, on the run's cluster (KITH_TEST_DATABASE_URL, set by `npm test`) or, where a test
 * file runs alone, on a cluster of this process's own that is deleted when the process ends.
 * @param name for the reader of a list of databases, such as the test file's
 * @param template migrated once a key, then cloned; without it the database is empty
 * @throws what PostgreSQL or `template.migrate` throws
 */
export async function freshDatabase(name: string, template?: Template): Promise<FreshDatabase> {
  const server = await serverUrl();
  const database = `kith_${tidyName(name)}_${randomBytes(6).toString('hex')}`;
  await withClient(server, async (client) => {
    if (template === undefined) {
      await client.query(`CREATE DATABASE ${database}`);
      return;
    }
    // Held while cloning as well: PostgreSQL refuses to clone a template that somebody is connected to.
    await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const from = await migrated(client, server, template);
    await client.query(`CREATE DATABASE ${database} TEMPLATE ${from}`);
  });
  return {
    url: urlOf(server, database),
    drop: () => withClient(server, async (client) => void (await client.query(`DROP DATABASE ${database}`))),
  };
}

/** A template's key from what its folder of migrations holds: file names and contents. */
export function keyOfFolder(folder: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()) {
    hash.update(name.slice(folder.length)).update('\0').update(readFileSync(name)).update('\0');
  }
  return hash.digest('hex');
}

/** The name of the template's database, which is made if it is not there yet. The caller holds TEMPLATE_LOCK. */
async function migrated(client: pg.Client, server: string, template: Template): Promise<string> {
  const name = `kith_template_${createHash('sha256').update(template.key).digest('hex').slice(0, 24)}`;
  const there = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  if (there.rowCount === 1) return name;
  // Migrated under another name first: one that failed half-way is never taken for a finished one.
  const unfinished = `${name}_unfinished`;
  await client.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${unfinished}`);
  await template.migrate(urlOf(server, unfinished));
  await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${name}`);
  return name;
}

let ownCluster: Promise<string> | null = null;

function serverUrl(): Promise<string> {
  const given = process.env.KITH_TEST_DATABASE_URL;
  if (given !== undefined && given !== '') return Promise.resolve(given);
  ownCluster ??= startCluster({}, quickFolder()).then((cluster) => {
    process.once('exit', cluster.stop);
    // Without a listener a signal ends the process and skips 'exit', which would leave the cluster running.
    process.once('SIGINT', () => process.exit(130));
    process.once('SIGTERM', () => process.exit(143));
    return cluster.url;
  });
  return ownCluster;
}

async function withClient(url: string, use: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

function tidyName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .slice(0, NAME_KEPT_MAX);
}
