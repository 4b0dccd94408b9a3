/** The one place that talks to Kith: requests, the session's token against forgery, and what can go wrong. */

/** What Kith answered where it could not, or would not. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: string;
  readonly status: number;
  readonly field: string | null;

  constructor(code: string, message: string, status: number, field: string | null = null) {
    super(message);
    this.code = code;
    this.status = status;
    this.field = field;
  }
}

export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** An address with its query; what is null or undefined is left out. */
export function withQuery(path: string, query: Query = {}): string {
  const set = Object.entries(query).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [[name, String(value)]],
  );
  return set.length === 0 ? path : `${path}?${new URLSearchParams(set)}`;
}

/** An address from parts that the platform or Kith named: each is one part, whatever it holds. */
export const address = (...parts: string[]): string => `/v1/${parts.map(encodeURIComponent).join('/')}`;

export interface Api {
  /** `max_ms`: where the work is known to take longer than answers usually do */
  get<T>(path: string, query?: Query, max_ms?: number): Promise<T>;
  post<T>(path: string, body?: object, max_ms?: number): Promise<T>;
  put<T>(path: string, body: object): Promise<T>;
  delete(path: string): Promise<void>;
  /** POSTs, and gives the bytes of the answer: evidence, which no browser keeps */
  bytes(path: string, body: object): Promise<Blob>;
  /** GETs a file to be saved */
  file(path: string, query: Query): Promise<Blob>;
  /** POSTs a file as it is */
  upload<T>(path: string, query: Query, file: Blob): Promise<T>;
  /** is told each time that news come of what is watched; resolves when the answer ends, rejects when there is none */
  follow(query: Query, told: (news: string) => void, signal: AbortSignal): Promise<void>;
  /** POSTs, and is told each line of an answer that comes line by line; aborting `signal` ends it */
  stream<T>(path: string, body: object, told: (line: T) => void, signal: AbortSignal): Promise<void>;
}

export interface ApiOptions {
  fetch: typeof fetch;
  /** of the session; null before it is known */
  csrf(): string | null;
  /** whether nobody has done anything here for a while: looking for news keeps no session alive */
  idle(): boolean;
  /** of Kith's words */
  language(): string;
  /**
   * Called where Kith refuses this page's session; resolves when its person has one again, which may take for ever.
   * @returns whether they had one already, so that nobody has waited
   */
  renewed(): Promise<boolean>;
}

/** A request that has no answer is given up, milliseconds: a person looks at a spinner. */
const ANSWER_MAX_MS = 20_000;
/** The same of a file, milliseconds: the largest piece of evidence over a slow line. */
const FILE_MAX_MS = 10 * 60_000;
const fileSignal = (): AbortSignal => AbortSignal.timeout(FILE_MAX_MS);

/** Kith knows nobody by this request, or not by the token that came with it: it has done nothing. */
const isRefused = ({ status, code }: ApiProblem): boolean => status === 401 || code === 'not_own';

export function apiOf({ fetch, csrf, idle, language, renewed }: ApiOptions): Api {
  async function once(path: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(path, {
        ...init,
        credentials: 'same-origin',
        headers: {
          accept: 'application/json',
          'accept-language': language(),
          ...(idle() && { 'x-kith-background': '1' }),
          ...(init.method !== 'GET' && { 'x-kith-csrf': csrf() ?? '' }),
          ...init.headers,
        },
        signal,
      });
    } catch (cause) {
      throw Object.assign(new ApiProblem('unreachable', 'Kith does not answer', 0), { cause });
    }
    if (response.ok) return response;
    throw await problemOf(response);
  }

  /**
   * Where the session has ended, the answer waits for the next one. What only reads is asked again then. What changes something
   * isn't sent again by itself, perhaps hours later: whoever comes back does that, unless they were signed in already.
   */
  async function answered(path: string, init: RequestInit, signal: () => AbortSignal): Promise<Response> {
    try {
      return await once(path, init, signal());
    } catch (problem) {
      if (!(problem instanceof ApiProblem) || !isRefused(problem)) throw problem;
      const before = csrf();
      const atOnce = await renewed();
      if (init.method === 'GET' || (atOnce && csrf() !== before)) return once(path, init, signal());
      throw atOnce ? problem : new ApiProblem('sign_in', 'the session had ended', 401);
    }
  }

  async function ask<T>(path: string, init: RequestInit, max_ms = ANSWER_MAX_MS): Promise<T> {
    const response = await answered(path, init, () => AbortSignal.timeout(max_ms));
    return response.status === 204 ? JSON.parse('null') : response.json();
  }

  const writing = (method: string, body: object): RequestInit => ({
    method,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });

  async function stream<T>(path: string, body: object, told: (line: T) => void, signal: AbortSignal): Promise<void> {
    const { body: answer } = await answered(path, writing('POST', body), () => signal);
    if (answer === null) return;
    let rest = '';
    for await (const text of chunks(answer)) {
      const lines = `${rest}${text}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) told(JSON.parse(line));
    }
  }

  async function follow(query: Query, told: (news: string) => void, signal: AbortSignal): Promise<void> {
    // nobody asked for it: it keeps no session alive
    const headers = { accept: 'text/event-stream', 'x-kith-background': '1' };
    const { body } = await answered(withQuery('/v1/live', query), { method: 'GET', headers }, () => signal);
    if (body === null) return;
    let rest = '';
    for await (const text of chunks(body)) {
      const events = `${rest}${text}`.split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) {
        const data = /^data: (.*)$/m.exec(event)?.[1];
        if (data !== undefined) told(data);
      }
    }
  }

  const write = <T>(method: string, path: string, body: object, max_ms?: number): Promise<T> =>
    ask(path, writing(method, body), max_ms);

  return {
    get: (path, query, max_ms) => ask(withQuery(path, query), { method: 'GET' }, max_ms),
    post: (path, body = {}, max_ms) => write('POST', path, body, max_ms),
    put: (path, body) => write('PUT', path, body),
    stream,
    follow,
    async bytes(path, body) {
      const init: RequestInit = { ...writing('POST', body), cache: 'no-store' };
      return (await answered(path, init, fileSignal)).blob();
    },
    async file(path, query) {
      const init: RequestInit = { method: 'GET', cache: 'no-store' };
      return (await answered(withQuery(path, query), init, fileSignal)).blob();
    },
    async upload(path, query, file) {
      const headers = { 'content-type': file.type || 'application/octet-stream' };
      const init: RequestInit = { method: 'POST', body: file, headers };
      return (await answered(withQuery(path, query), init, fileSignal)).json();
    },
    delete: (path) => ask(path, { method: 'DELETE' }),
  };
}

/** A body as text, as it comes. */
async function* chunks(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield decoder.decode(value, { stream: true });
  }
}

/** Kith answers every problem alike; what is before Kith may not. */
async function problemOf(response: Response): Promise<ApiProblem> {
  try {
    const { error }: { error: { code: string; message: string; field?: string } } = await response.json();
    return new ApiProblem(error.code, error.message, response.status, error.field ?? null);
  } catch {
    return new ApiProblem('unreadable', `answered with ${response.status}`, response.status);
  }
}
