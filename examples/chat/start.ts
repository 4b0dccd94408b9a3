/** Opens the chat: its store, what it has to tell Kith, its pages and sockets. */
import { Kith } from '@kith/client';
import type { Chat } from './server/chat.ts';
import { Store } from './server/database.ts';
import { follow } from './server/decided.ts';
import { httpServer } from './server/http.ts';
import { Outbox } from './server/outbox.ts';
import { peopleAreThere } from './server/people.ts';
import { Windows } from './server/windows.ts';

/** How long one try to reach Kith may take, milliseconds. The outbox tries again. */
const TRY_MS = 5_000;

export interface ChatOptions {
  /** where its store is: a path, or ":memory:" */
  file: string;
  /** where it listens on 127.0.0.1 */
  port: number;
  kithUrl: string;
  /** with the scopes `events:write`, `decisions:ask`, `families`, `evidence` */
  key: string;
  webhookSecret: string;
  log: (line: string) => void;
}

export interface RunningChat {
  url: string;
  stop(): Promise<void>;
}

export async function startChat(options: ChatOptions): Promise<RunningChat> {
  const { file, port, kithUrl, key, log } = options;
  const store = new Store(file);
  const kith = new Kith({ url: kithUrl, key, timeout_ms: TRY_MS, retries: 1 });
  const outbox = new Outbox(store, kith);
  const chat: Chat = { store, outbox, kith };
  peopleAreThere(store, outbox, Date.now());
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const origins = hosts.map((host) => `http://${host}`);
  const windows = new Windows(chat, origins, log);
  const app = httpServer(chat, windows, { ...options, hosts: new Set(hosts) });
  await app.listen({ host: '127.0.0.1', port });
  outbox.start({
    decided: (event, receipt) => follow(store, event, receipt?.decision ?? null),
    changed: () => windows.changed(),
    log,
  });
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      windows.stop();
      await app.close();
      await outbox.stop();
      store.close();
    },
  };
}
