/**
 * The page's updates, by Server-Sent Events. One clock draws for all who listen, at most once a language and filter;
 * whoever doesn't keep up is dropped. With nobody listening it does nothing.
 */
import type { ServerResponse } from 'node:http';

/** How many pages may listen at a time: more than a person opens. */
export const LISTENERS_MAX = 32;

export interface Pace {
  /** how often something new is drawn, in milliseconds */
  every_ms: number;
  /** a listener is sent at least a sign of life after so many rounds */
  heartbeatRounds: number;
  /** a listener whose connection took nothing for so many rounds is dropped; the browser comes back by itself */
  stuckRounds: number;
}
const PACE: Pace = { every_ms: 1000, heartbeatRounds: 10, stuckRounds: 10 };

interface Listener {
  response: ServerResponse;
  key: string;
  sent: string;
  quietRounds: number;
  stuckRounds: number;
}

export interface Live {
  /** Takes over the response. Gives false, and touches nothing, where too many listen. */
  listen(response: ServerResponse, key: string, headers: Readonly<Record<string, string>>): boolean;
  listeners(): number;
  /** Ends every listener. */
  close(): void;
}

/** `draw` gives the update for a key, as one line; an error there ends nothing but the round. */
export function createLive(
  draw: (key: string) => Promise<string>,
  failed: (error: unknown) => void,
  { every_ms, heartbeatRounds, stuckRounds }: Pace = PACE,
): Live {
  const listeners = new Set<Listener>();
  let timer: NodeJS.Timeout | undefined;
  let drawing = false;

  function start(): void {
    timer ??= setInterval(() => {
      if (drawing) return;
      drawing = true;
      round()
        .catch(failed)
        .finally(() => {
          drawing = false;
        });
    }, every_ms);
    // pages that are open must not keep a stopping Kith alive
    timer.unref();
  }

  function drop(listener: Listener): void {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  async function round(): Promise<void> {
    const drawn = new Map<string, Promise<string>>();
    await Promise.all(
      [...listeners].map(async (listener) => {
        if (listener.response.writableNeedDrain) {
          if (++listener.stuckRounds >= stuckRounds) listener.response.destroy();
          return;
        }
        listener.stuckRounds = 0;
        let update = drawn.get(listener.key);
        if (update === undefined) {
          update = draw(listener.key);
          drawn.set(listener.key, update);
        }
        send(listener, await update);
      }),
    );
  }

  function send(listener: Listener, update: string): void {
    if (listener.response.destroyed) return;
    if (update !== listener.sent) {
      listener.sent = update;
      listener.quietRounds = 0;
      listener.response.write(`event: update\ndata: ${update}\n\n`);
    } else if (++listener.quietRounds >= heartbeatRounds) {
      listener.quietRounds = 0;
      listener.response.write(': still here\n\n');
    }
  }

  return {
    listen(response, key, headers) {
      if (listeners.size >= LISTENERS_MAX) return false;
      response.writeHead(200, {
        ...headers,
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        connection: 'keep-alive',
      });
      response.write('retry: 2000\n\n');
      const listener = { response, key, sent: '', quietRounds: 0, stuckRounds: 0 };
      listeners.add(listener);
      response.on('close', () => drop(listener));
      response.on('error', () => drop(listener));
      start();
      return true;
    },
    listeners: () => listeners.size,
    close() {
      for (const { response } of listeners) response.end();
    },
  };
}
