/** An authority elsewhere, for tests of sending: it opens reports, and files them; it may lose any answer. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Authority extends AsyncDisposable {
  url: string;
  /** numbers of the reports that were opened, with whom each is about */
  opened: ReadonlyMap<string, string>;
  /** of those that were filed, in order: what was filed twice is there twice */
  filed: readonly string[];
  /** whether it breaks off its next answer, before or after doing what was asked */
  breaks: () => 'before' | 'after' | null;
  /** what it waits for before it answers, when it has done what was asked */
  waits: (path: string) => Promise<void> | null;
  /** it refuses what is about one of these */
  refuses: Set<string>;
}

export async function authority(): Promise<Authority> {
  const opened = new Map<string, string>();
  const filed: string[] = [];
  const self = {
    breaks: (): 'before' | 'after' | null => null,
    waits: (_path: string): Promise<void> | null => null,
    refuses: new Set<string>(),
  };
  const does = (path: string, { report = '', account = '' }: Record<string, string>): object => {
    if (self.refuses.has(account)) return { refused: true };
    if (path === '/open') {
      const number = `X-${opened.size + 1}`;
      opened.set(number, account);
      return { report: number };
    }
    // asked a second time it says so, and files nothing
    const already = filed.includes(report);
    if (!already) filed.push(report);
    return { already };
  };
  const server = createServer(async (request, response) => {
    const how = self.breaks();
    if (how === 'before') return void response.destroy();
    let body = '';
    for await (const chunk of request) body += chunk;
    const answer = does(request.url ?? '', JSON.parse(body));
    await self.waits(request.url ?? '');
    if (how === 'after') return void response.destroy();
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // a server that listens on TCP has an address of this shape
  const { port } = server.address() as AddressInfo;
  return Object.assign(self, {
    ...{ url: `http://127.0.0.1:${port}`, opened, filed },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}
