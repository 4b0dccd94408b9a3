/** A line to Kith that loses answers: what was asked is done and committed, and whoever asked never hears of it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** @param cuts asked once an answer has come from Kith: whether it is lost */
export async function lineThatCuts(kith: string, cuts: () => boolean): Promise<{ url: string; end(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const answer = await fetch(kith + (request.url ?? ''), {
      method: request.method ?? 'GET',
      headers: { authorization: request.headers.authorization ?? '', 'content-type': 'application/json' },
      body: Buffer.concat(chunks),
    });
    const body = await answer.text();
    if (cuts()) request.socket.destroy();
    else response.writeHead(answer.status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo; // a server on a port has one
  return {
    url: `http://127.0.0.1:${port}`,
    async end() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
