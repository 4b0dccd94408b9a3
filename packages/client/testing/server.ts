/** A real HTTP server for tests, that behaves as badly as it is told to. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Decision, Receipt } from '@kith/contract';

export interface Seen {
  method: string;
  path: string;
  authorization: string | undefined;
  body: string;
}

export type Behaviour = (seen: Seen, response: ServerResponse, request: IncomingMessage) => void;

export interface BadServer extends AsyncDisposable {
  url: string;
  seen: Seen[];
}

/** Answers each request with the next behaviour; the last one goes on. */
export async function badServer(...behaviours: [Behaviour, ...Behaviour[]]): Promise<BadServer> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const one = {
      method: request.method ?? '',
      path: request.url ?? '',
      authorization: request.headers.authorization,
      body: await text(request),
    };
    const behaviour = behaviours[Math.min(seen.length, behaviours.length - 1)] ?? behaviours[0];
    seen.push(one);
    behaviour(one, response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port, not on a pipe
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const decision: Decision = { outcome: 'allow', reasons: [], notices: [], policy: 'test' };

/** The events of a request, as POST /v1/events reads them. */
export const eventsOf = (seen: Seen): { id: string; type: string; time: string; data: { actor: string } }[] =>
  JSON.parse(seen.body);

export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Behaviour =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };

/** Answers as Kith does: a receipt an event; the actor "bad" is refused. */
export const kith: Behaviour = (seen, response, request) => {
  const results = eventsOf(seen).map(
    ({ id, data }): Receipt =>
      data.actor === 'bad'
        ? { status: 'rejected', id, error: { code: 'invalid', message: 'no such thing', field: 'data.other' } }
        : { status: 'accepted', id, decision },
  );
  json(200, { results })(seen, response, request);
};

export const reset: Behaviour = (_, __, request) => {
  request.socket.resetAndDestroy();
};

/** Begins an answer and breaks off in the middle. */
export const cutShort: Behaviour = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"results":', () => response.socket?.destroy());
};

export const silence: Behaviour = () => {};
