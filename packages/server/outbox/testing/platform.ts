/** A platform's endpoint on loopback, that answers, or doesn't, as a test wants. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type WebhookEndpoint, webhookEndpoints } from '../endpoints.ts';

export const SECRET = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;

export interface Got {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export type Answer = (response: ServerResponse, got: Got, request: IncomingMessage) => void;

export interface Platform extends AsyncDisposable {
  url: string;
  got: Got[];
  ids(): (string | undefined)[];
  /** this endpoint as the configuration says it */
  endpoint(other?: Partial<WebhookEndpoint>): WebhookEndpoint;
}

export const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(code, headers).end();
  };

export const never: Answer = () => {};

export async function platform(answer: Answer): Promise<Platform> {
  const got: Got[] = [];
  const server = createServer(async (request, response) => {
    const one = { path: request.url ?? '', headers: request.headers, body: await text(request) };
    got.push(one);
    answer(response, one, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port, not on a pipe
  const url = `http://127.0.0.1:${port}/kith?from=test`;
  return {
    url,
    got,
    ids: () => got.map((g) => g.headers['webhook-id']?.toString()),
    endpoint(other = {}) {
      const [endpoint] = webhookEndpoints.parse([
        { name: 'platform', url, secret: SECRET, allowPrivate: true, ...other },
      ]);
      if (endpoint === undefined) throw new Error('one endpoint went in');
      return endpoint;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A clock that stands still until the test moves it; sleeping ends when it is woken. */
export function stoppedClock(start = Date.parse('2026-11-23T10:00:00Z')) {
  const clock = {
    time: start,
    now: () => clock.time,
    sleep: (_: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener('abort', () => resolve(), { once: true });
      }),
  };
  return clock;
}
