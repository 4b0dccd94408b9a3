/** A conformance server, a client of it and reports to file, for tests. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '../../../ground/config/index.ts';
import { type FilesOf, type FileToSend, type FilingState, NOT_BEGUN, type Sent } from '../../kinds/filer.ts';
import { CyberTipline } from '../client/client.ts';
import { baseOf } from '../client/environment.ts';
import { type LogLine, readLog, type Told, whatHappened } from '../conformance-server/log.ts';
import { ConformanceServer, type ServerOptions } from '../conformance-server/server.ts';
import { type NcmecContent, ncmecContent } from '../content.ts';
import { NcmecFiler } from '../filing/machine.ts';
import { reporter } from '../schema/report.ts';
import { DIALECT } from '../schema/shape.ts';
import { Checker } from '../xml/check.ts';

export const USER = { username: 'kith', password: 'correct horse', rights: 'all' } as const;
export const REPORTER = reporter.parse({
  reportingPerson: {
    firstName: 'Trust',
    lastName: 'and Safety',
    email: [{ type: 'Business', value: 'safety@example.com' }],
  },
  companyTemplate: 'Example Ltd keeps what it reported for a year.',
});

export interface AtNcmec {
  server: ConformanceServer;
  client: CyberTipline;
  filer: NcmecFiler;
  /** moves with what the server takes for the time */
  clock: { now_ms: number };
  log(): LogLine[];
  told(about: string): Told | undefined;
  /** as a process that was started anew has it */
  another(): NcmecFiler;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function atNcmec(
  more: Partial<ServerOptions> & { timeout_ms?: number; password?: string } = {},
): Promise<AtNcmec> {
  const { timeout_ms = 2_000, password = USER.password, ...options } = more;
  const folder = await mkdtemp(join(tmpdir(), 'kith-ncmec-'));
  const clock = { now_ms: Date.parse('2026-11-26T10:00:00Z') };
  const log = join(folder, 'requests.jsonl');
  const server = await ConformanceServer.start({
    ...{ port: 0, users: [USER], log, clock: () => clock.now_ms, ...options },
  });
  const client = new CyberTipline({
    ...{ base: baseOf('test', server.url), username: USER.username, password: new Secret(password) },
    ...{ connections: 4, timeout_ms, callsAMinute: 1_000_000 },
  });
  const checker = new Checker(DIALECT, null);
  const another = () =>
    new NcmecFiler({ client, checker, writing: { reporter: REPORTER, dialect: DIALECT }, random: () => 0.5 });
  return {
    ...{ server, client, clock, another, filer: another() },
    log: () => readLog(log),
    told: (about) => whatHappened(readLog(log)).get(about),
    async [Symbol.asyncDispose]() {
      await client.close();
      await server.close();
      checker.close();
      await rm(folder, { recursive: true });
    },
  };
}

export const contentAbout = (account: string, more: Partial<NcmecContent> = {}): NcmecContent =>
  ncmecContent.parse({
    incidentSummary: {
      incidentType: 'Online Enticement of Children for Sexual Acts',
      incidentDateTime: '2026-11-20T10:00:00Z',
    },
    internetDetails: [{ chatImIncident: { chatClient: 'Example' } }],
    personOrUserReported: { espIdentifier: account },
    ...more,
  });

export interface OneFile extends Partial<FileToSend> {
  id: string;
  content: Uint8Array;
}

export function filesOf(files: readonly OneFile[]): FilesOf {
  return {
    list: files.map(({ content, ...file }) => ({
      ...{ kind: 'media', name: `${file.id}.jpg`, mediaType: 'image/jpeg', sha256: 'a'.repeat(64), details: null },
      ...{ seenByPerson: false, bytes: content.length },
      ...file,
    })),
    async read(id) {
      const found = files.find((file) => file.id === id);
      if (found === undefined) throw Object.assign(new Error('not known'), { code: 'not_known' });
      return found.content;
    },
  };
}

export const sentOf = (
  { clock }: AtNcmec,
  content: NcmecContent,
  files: readonly OneFile[] = [],
): Sent<NcmecContent> => ({
  ...{ id: 'ref_1', content, priority: 2, files: filesOf(files), clock: () => clock.now_ms },
  ...{ signal: new AbortController().signal, isAnothers: async () => false },
});

/** What the courier would store. */
export const stored = (filing: FilingState): FilingState => JSON.parse(JSON.stringify(filing));

/** Steps until it is over, or until `until` says so; waiting takes no time. @returns how it stands, and every state that was stored */
export async function file(
  at: AtNcmec,
  sent: Sent<NcmecContent>,
  {
    from = { ...NOT_BEGUN },
    filer = at.filer,
    until = () => false,
  }: {
    from?: FilingState;
    filer?: NcmecFiler;
    until?: (filing: FilingState) => boolean;
  } = {},
): Promise<{ filing: FilingState; end: 'finished' | 'refused' | 'stopped'; states: FilingState[] }> {
  let filing = from;
  const states: FilingState[] = [];
  for (let i = 0; i < 1_000; i++) {
    const { filing: became, next } = await filer.step(filing, sent);
    filing = stored(became);
    states.push(filing);
    if (next === 'finished' || next === 'refused') return { filing, end: next, states };
    if (until(filing)) return { filing, end: 'stopped', states };
    if (next !== 'again') at.clock.now_ms = Math.max(at.clock.now_ms, next.waitUntil_ms);
  }
  throw new Error('it does not end');
}
