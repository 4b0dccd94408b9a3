/**
 * A server that does what NCMEC's reporting API is known to do, for development and tests. It is a TEST INSTRUMENT, made from
 * shared facts with their grades (conformance/referrals/README.md), and no copy of NCMEC's system: what it takes, NCMEC may refuse.
 * It says so in a header of every answer. On request it does what networks and servers do wrong, drawn from a seed.
 */
import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { CODES } from '../client/codes.ts';
import { DIALECT, type Dialect } from '../schema/shape.ts';
import { xsdOf } from '../schema/xsd.ts';
import { Checker } from '../xml/check.ts';
import { writeXml } from '../xml/write.ts';
import { type Call, calls, carryOut, type Done, type Rights } from './calls.ts';
import { acts, type Fault, Faults } from './faults.ts';
import { RequestLog, readLog, restore } from './log.ts';
import { Reports } from './reports.ts';

/** On every answer. */
export const INSTRUMENT = 'conformance server of Kith; not NCMEC, and nobody reads what it gets';
/** The largest body that it takes, bytes: somewhat more than the largest piece of evidence. */
const BODY_BYTES_MAX = 128 * 1024 * 1024;
/** The first number of a report: easily told from one of NCMEC's. */
const FIRST_REPORT = 1_001;

export interface ServerOptions {
  /** 0: any that is free */
  port: number;
  users: readonly { username: string; password: string; rights: Rights }[];
  /** the file of its log; kept over restarts */
  log: string;
  dialect?: Dialect;
  clock?: () => number;
  faults?: { share: number; seed: number };
  /** how long it says nothing where it does not answer, milliseconds */
  silent_ms?: number;
}

export class ConformanceServer {
  readonly #options: ServerOptions;
  readonly #dialect: Dialect;
  readonly #checker: Checker;
  readonly #reports = new Reports(FIRST_REPORT);
  readonly #log: RequestLog;
  readonly #faults: Faults;
  readonly #clock: () => number;
  readonly #server: Server;
  /** counts down; what is said by failNext */
  #planned: { in: number; fault: Fault; times: number } | null = null;
  /** for tests: sees what a call had in its body */
  onBody: ((call: Call, body: Uint8Array) => void) | null = null;

  private constructor(options: ServerOptions) {
    this.#options = options;
    this.#dialect = options.dialect ?? DIALECT;
    this.#checker = new Checker(this.#dialect, null);
    restore(readLog(options.log), this.#reports);
    this.#log = new RequestLog(options.log);
    this.#faults = new Faults(options.faults?.share ?? 0, options.faults?.seed ?? 1);
    this.#clock = options.clock ?? Date.now;
    this.#server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
      this.#handle(request, response).catch(() => response.destroy());
    });
  }

  static async start(options: ServerOptions): Promise<ConformanceServer> {
    const server = new ConformanceServer(options);
    server.#server.listen(options.port, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  /** @param nth of the calls to come, from 0; and so many after it */
  failNext(nth: number, fault: Fault, times = 1): void {
    this.#planned = { in: nth, fault, times };
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('not listening');
    return `http://127.0.0.1:${address.port}/ispws`;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
    this.#log.close();
    this.#checker.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('X-Kith-Test-Instrument', INSTRUMENT);
    response.setHeader('Request-ID', randomUUID());
    const hangs = this.#hangsUp();
    const body = hangs ? null : await read(request);
    if (body === null) return void request.socket.resetAndDestroy();
    const rights = this.#rightsOf(request.headers.authorization ?? '');
    // with an empty body, as the live system does (grade S)
    if (rights === null) return void response.writeHead(401, { 'www-authenticate': 'Basic realm="ispws"' }).end();
    const call = callOf(request);
    if (call === null) return this.#answer(response, { code: CODES.resourceNotFound }, null);
    this.onBody?.(call, body);
    const fault = this.#draw();
    const acted = acts(fault);
    const contentType = request.headers['content-type'] ?? '';
    const asked = { contentType, body, rights, now_ms: this.#clock() };
    const done = acted ? await carryOut(call, asked, this.#reports, this.#checker) : null;
    const { code = null, report = null, file = null, md5 = null, about = null } = done ?? {};
    this.#log.add({ at: asked.now_ms, call, report, file, md5, about, acted, code, fault });
    if (done !== null && fault === null) return this.#answer(response, done, call);
    return this.#fail(response, done, call, fault);
  }

  #draw(): Fault | null {
    const planned = this.#planned;
    if (planned === null) return this.#faults.draw();
    if (planned.in-- > 0) return null;
    if (--planned.times === 0) this.#planned = null;
    return planned.fault;
  }

  /** In the middle of what it is sent. */
  #hangsUp(): boolean {
    if (this.#planned?.fault !== 'hang_up' || this.#planned.in > 0) return false;
    this.#planned = null;
    return true;
  }

  #rightsOf(header: string): Rights | null {
    const said = Buffer.from(header.replace(/^Basic /, ''), 'base64').toString('utf8');
    const user = this.#options.users.find(({ username, password }) => same(said, `${username}:${password}`));
    return user?.rights ?? null;
  }

  #answer(response: ServerResponse, done: Done, call: Call | null): void {
    if (call === 'xsd' && done.code === CODES.success) {
      response.writeHead(200, { 'content-type': 'text/xml' }).end(xsdOf(this.#dialect));
      return;
    }
    const text = this.#text(done, call);
    response.writeHead(done.code === CODES.success ? 200 : 400, { 'content-type': 'text/xml' }).end(text);
  }

  #text({ code, report, file, md5, files }: Done, call: Call | null): Uint8Array {
    if (call === 'finish' && code === CODES.success && report !== undefined) {
      const content = { responseCode: code, reportId: report, files: { fileId: files ?? [] } };
      return writeXml('reportDoneResponse', content, this.#dialect).bytes;
    }
    const content = {
      responseCode: code,
      responseDescription: code === CODES.success ? 'Success' : `Code ${code}`,
      // the live answer of /status has none (grade S)
      ...(report !== undefined && { reportId: report }),
      ...(file !== undefined && md5 !== undefined && { fileId: file, hash: md5 }),
    };
    return writeXml('reportResponse', content, this.#dialect).bytes;
  }

  #fail(response: ServerResponse, done: Done | null, call: Call, fault: Fault | null): void {
    switch (fault) {
      case 'silent_before':
      case 'silent_after': {
        const timer = setTimeout(() => response.destroy(), this.#options.silent_ms ?? 120_000);
        timer.unref();
        response.once('close', () => clearTimeout(timer));
        return;
      }
      case 'hang_up':
      case 'reset_before':
      case 'reset_after':
        response.socket?.resetAndDestroy();
        return;
      case 'page_before':
      case 'page_after':
        response.writeHead(502, { 'content-type': 'text/html' }).end('<html><body>Bad gateway</body></html>');
        return;
      case 'half_answer': {
        const text = this.#text(done ?? { code: CODES.serverError }, call);
        response.writeHead(200, { 'content-type': 'text/xml', 'content-length': String(text.length) });
        response.write(text.subarray(0, text.length >> 1), () => response.socket?.destroy());
        return;
      }
      case 'code':
        this.#answer(response, { code: FAILED[call] }, null);
        return;
      case 'damaged_after': {
        const answer = done ?? { code: CODES.serverError };
        const { md5 } = answer;
        this.#answer(response, { ...answer, ...(md5 !== undefined && { md5: '0'.repeat(md5.length) }) }, call);
        return;
      }
      case 'server_error_after':
        this.#answer(response, { code: CODES.serverError }, null);
        return;
      case 'other_report_after': {
        const answer = done ?? { code: CODES.serverError };
        const { report } = answer;
        const other = call === 'submit' || report === undefined ? {} : { report: `${report}9` };
        this.#answer(response, { ...answer, ...other }, call);
        return;
      }
      case null:
        this.#answer(response, done ?? { code: CODES.serverError }, call);
        return;
      default:
        fault satisfies never;
    }
  }
}

/** The code by which each call says that it has not been done. */
const FAILED: Readonly<Record<Call, number>> = {
  status: CODES.serverError,
  xsd: CODES.serverError,
  submit: CODES.saveFailed,
  upload: CODES.fileUploadFailed,
  fileinfo: CODES.updateFailed,
  finish: CODES.updateFailed,
  retract: CODES.updateFailed,
};

function callOf({ url = '', method = '' }: IncomingMessage): Call | null {
  const name = /^\/ispws\/(\w+)$/.exec(url)?.[1];
  const call = calls.find((one) => one === name);
  if (call === undefined) return null;
  return method === (call === 'status' || call === 'xsd' ? 'GET' : 'POST') ? call : null;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const same = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

async function read(request: IncomingMessage): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of request) {
    if (!(piece instanceof Uint8Array)) throw new TypeError('no bytes');
    length += piece.length;
    if (length > BODY_BYTES_MAX) throw new RangeError('too large');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
