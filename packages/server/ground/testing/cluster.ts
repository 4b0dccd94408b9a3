/**
 * A PostgreSQL cluster of its own for a test run: made in a temporary folder, stopped and deleted at the end.
 * Durable like a real one (fsync stays on): tests that kill the server would prove nothing otherwise.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';

/** The oldest PostgreSQL that Kith runs on. */
export const POSTGRES_MAJOR_MIN = 15;
/** Connections of a test cluster: a few test files at once, each with several processes that may hold 20. */
const CONNECTIONS_MAX = 200;
/** Another process may take a port between our look and PostgreSQL's start; this often in a row is no accident. */
const PORT_TRIES_MAX = 3;
/** How long PostgreSQL may take to start or stop on a busy machine, seconds. */
const START_STOP_MAX_S = 120;
const FOLDER_PREFIX = 'kith-pg-';
/** Linux's file system in memory. */
const IN_MEMORY = '/dev/shm';
/** What must be free there, and of memory, bytes: a run of all tests has some 1.5 GiB at once, its log of changes with it. */
const ROOM_MIN = 4 * 2 ** 30;
const MEMORY_MIN = 8 * 2 ** 30;

export interface Cluster {
  /** of the superuser, with its password, at the database `postgres`, over 127.0.0.1 */
  readonly url: string;
  /** the same over its unix socket */
  readonly socketUrl: string;
  /** holds the unix socket too */
  readonly folder: string;
  /** Stops the server and deletes its folder. Synchronous, so that it can run while a process exits; twice is harmless. */
  stop(): void;
}

/**
 * Where a cluster for tests lies: in memory, where there is room. A test file makes a database of a thousand files and deletes it,
 * and a disk's file system then looks long for what is free among what was deleted just now: a sixth of all CPU of a run. Tests
 * kill processes, never the machine, so nothing is lost in memory that a disk would keep.
 */
export function quickFolder(): string {
  if (!existsSync(IN_MEMORY)) return tmpdir();
  const { bavail, bsize } = statfsSync(IN_MEMORY);
  return bavail * bsize >= ROOM_MIN && freemem() >= MEMORY_MIN ? IN_MEMORY : tmpdir();
}

/** Where PostgreSQL's programs are, or null and where we looked. */
export function findPostgres(): { bin: string | null; looked: string[] } {
  const looked: string[] = [];
  const candidates = [
    process.env.KITH_POSTGRES_BIN,
    ...versioned('/usr/lib/postgresql'),
    ...versioned('/opt/homebrew/opt'),
  ];
  candidates.push('/usr/local/pgsql/bin', ...(process.env.PATH ?? '').split(':'));
  for (const bin of candidates) {
    if (bin === undefined || bin === '') continue;
    looked.push(bin);
    if (!existsSync(join(bin, 'initdb')) || !existsSync(join(bin, 'pg_ctl'))) continue;
    if (majorOf(bin) >= POSTGRES_MAJOR_MIN) return { bin, looked };
  }
  return { bin: null, looked };
}

/** Debian's /usr/lib/postgresql/15/bin and Homebrew's /opt/homebrew/opt/postgresql@15/bin, newest first. */
function versioned(parent: string): string[] {
  if (!existsSync(parent)) return [];
  const names = readdirSync(parent).filter((name) => /^(postgresql@)?\d+$/.test(name));
  const version = (name: string) => Number(name.replace('postgresql@', ''));
  return names.sort((a, b) => version(b) - version(a)).map((name) => join(parent, name, 'bin'));
}

function majorOf(bin: string): number {
  const told = spawnSync(join(bin, 'initdb'), ['--version'], { encoding: 'utf8' }).stdout ?? '';
  return Number(/(\d+)/.exec(told)?.[1] ?? 0);
}

/**
 * Starts a cluster and answers when it takes connections.
 * @param set settings beside PostgreSQL's own
 * @param within the folder that its own is made in
 * @throws when PostgreSQL is missing (says what to do) or won't start (with the end of its log)
 */
export async function startCluster(
  set: Readonly<Record<string, string>> = {},
  within: string = tmpdir(),
): Promise<Cluster> {
  const { bin, looked } = findPostgres();
  if (bin === null) {
    throw new Error(
      `PostgreSQL ${POSTGRES_MAJOR_MIN} or newer is needed (initdb, pg_ctl, postgres) and was not found in: ${looked.join(', ')}. ` +
        'On Debian: apt-get install postgresql. Elsewhere set KITH_POSTGRES_BIN to the folder of its programs.',
    );
  }
  for (const folder of new Set([tmpdir(), within])) sweepLeftOvers(bin, folder);
  const owner = unprivileged();
  const folder = mkdtempSync(join(within, `${FOLDER_PREFIX}${process.pid}-`));
  const data = join(folder, 'data');
  const log = join(folder, 'log');
  const passwordFile = join(folder, 'password');
  const password = randomBytes(18).toString('base64url');
  const run = (program: string, args: string[]) =>
    execFileSync(join(bin, program), args, { ...owner, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const stop = () => {
    stopServer(bin, folder);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (owner.uid !== undefined) for (const path of [folder, passwordFile]) chownSync(path, owner.uid, owner.gid ?? -1);
    run('initdb', [
      ...['--pgdata', data, '--username', 'kith', '--auth', 'scram-sha-256', '--pwfile', passwordFile],
      ...['--encoding', 'UTF8', '--locale', 'C'],
    ]);
    for (let tries = 1; ; tries++) {
      const port = await freePort();
      const settings = [
        ...['-c', `port=${port}`, '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder}`],
        ...['-c', 'fsync=on', '-c', `max_connections=${CONNECTIONS_MAX}`],
        ...Object.entries(set).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ];
      try {
        run('pg_ctl', ['-D', data, '-l', log, '-w', '-t', String(START_STOP_MAX_S), '-o', settings.join(' '), 'start']);
        const user = `postgres://kith:${password}@`;
        const socket = new URLSearchParams({ host: folder, port: String(port) });
        return {
          url: `${user}127.0.0.1:${port}/postgres`,
          socketUrl: `${user}localhost/postgres?${socket}`,
          folder,
          stop,
        };
      } catch (error) {
        if (tries < PORT_TRIES_MAX) continue;
        const end = existsSync(log) ? readFileSync(log, 'utf8').slice(-2000) : '';
        throw new Error(`PostgreSQL would not start. The end of its log:\n${end}`, { cause: error });
      }
    }
  } catch (error) {
    stop();
    throw error;
  }
}

function stopServer(bin: string, folder: string): void {
  const data = join(folder, 'data');
  if (!existsSync(join(data, 'postmaster.pid'))) return;
  const args = ['-D', data, '-m', 'immediate', '-w', '-t', String(START_STOP_MAX_S), 'stop'];
  spawnSync(join(bin, 'pg_ctl'), args, { ...unprivileged(), cwd: folder, stdio: 'ignore' });
}

/** A run that was killed leaves its cluster behind; the next one clears it away. */
function sweepLeftOvers(bin: string, within: string): void {
  for (const name of readdirSync(within)) {
    const pid = Number(/^kith-pg-(\d+)-/.exec(name)?.[1] ?? 0);
    if (pid === 0 || isAlive(pid)) continue;
    stopServer(bin, join(within, name));
    rmSync(join(within, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** initdb and postgres refuse root: as root they run as Debian's `postgres`, or as `nobody`. */
function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    const ids = ['-u', '-g'].map((flag) => Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout));
    const [uid = 0, gid = 0] = ids;
    if (uid > 0) return { uid, gid };
  }
  throw new Error('PostgreSQL refuses to run as root, and there is no user postgres or nobody to run it as');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('no free port'));
      });
    });
  });
}
