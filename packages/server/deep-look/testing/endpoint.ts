/** A model's endpoint on loopback, that answers, or doesn't, as a test wants. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { deepLookSettings, type HttpSettings } from '../settings.ts';

const request = z.strictObject({
  version: z.literal(1),
  messages: z.array(z.strictObject({ id: z.string(), text: z.string(), language: z.string().optional() })),
});

export interface Got {
  headers: IncomingHttpHeaders;
  messages: z.output<typeof request>['messages'];
}
export type Answer = (response: ServerResponse, got: Got) => void;

/** Says what it is told to say, whatever it was asked. */
export const says =
  (body: string, status = 200, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  };

/** Finds the same in every text. */
export const finds =
  (...evidence: { code: string; confidence: number }[]): Answer =>
  (response, { messages }) =>
    says(JSON.stringify({ results: messages.map(({ id }) => ({ id, evidence })) }))(response, {
      headers: {},
      messages,
    });

export const hangs: Answer = () => {};

/** A gigabyte, piece by piece, for as long as somebody reads. */
export const neverEnds: Answer = (response) => {
  const piece = Buffer.alloc(16 * 1024, 0x20);
  response.writeHead(200, { 'content-type': 'application/json' });
  const more = () => {
    while (!response.destroyed && response.write(piece)) if (response.writableLength > 1e9) return;
    response.once('drain', more);
  };
  more();
};

export interface Endpoint extends AsyncDisposable {
  url: string;
  got: Got[];
  /** how it answers from now on */
  answer: Answer;
  /** resolves when so many requests have come since the start */
  asked(requests: number): Promise<void>;
  settings(other?: Record<string, unknown>): HttpSettings;
}

export async function endpoint(answer: Answer): Promise<Endpoint> {
  const got: Got[] = [];
  let waiting: { requests: number; resolve: () => void }[] = [];
  const server = createServer(async (incoming, response) => {
    const { messages } = request.parse(await json(incoming));
    const one = { headers: incoming.headers, messages };
    got.push(one);
    made.answer(response, one);
    for (const { requests, resolve } of waiting) if (got.length >= requests) resolve();
    waiting = waiting.filter(({ requests }) => got.length < requests);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port, not on a pipe
  const url = `http://127.0.0.1:${port}/look?for=kith`;
  const made: Endpoint = {
    url,
    got,
    answer,
    asked: (requests) =>
      got.length >= requests ? Promise.resolve() : new Promise((resolve) => waiting.push({ requests, resolve })),
    settings(other = {}) {
      const read = deepLookSettings.parse({ kind: 'http', url, model: 'test-1', allowPrivate: true, ...other });
      if (read.kind !== 'http') throw new Error('of another kind than was asked for');
      return read;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return made;
}
