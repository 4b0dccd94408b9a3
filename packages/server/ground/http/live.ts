/**
 * News of a page or a screen, by Server-Sent Events. One clock draws for all who listen, at most once a key; whoever doesn't
 * keep up is dropped. With nobody listening it does nothing.
 */
import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

export interface Pace {
  /** how often something new is drawn, in milliseconds */
  every_ms: number;
  /** a listener is sent at least a sign of life after so many rounds */
  heartbeatRounds: number;
  /** a listener whose connection took nothing for so many rounds is dropped; the browser comes back by itself */
  stuckRounds: number;
  /** how many may listen at a time */
  listenersMax: number;
  /** a listener is sent away after so long, in milliseconds, and asks again: whether it still may is seen then; null: never */
  listensMax_ms: number | null;
}
/** More pages than a person opens. */
export const LISTENERS_MAX = 32;
const PACE: Pace = {
  every_ms: 1000,
  heartbeatRounds: 10,
  stuckRounds: 10,
  listenersMax: LISTENERS_MAX,
  listensMax_ms: null,
};

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
  pace: Partial<Pace> = {},
): Live {
  const { every_ms, heartbeatRounds, stuckRounds, listenersMax, listensMax_ms } = { ...PACE, ...pace };
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
      if (listeners.size >= listenersMax) return false;
      response.writeHead(200, {
        ...headers,
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        connection: 'keep-alive',
      });
      response.write('retry: 2000\n\n');
      const listener = { response, key, sent: '', quietRounds: 0, stuckRounds: 0 };
      listeners.add(listener);
      const ends = listensMax_ms === null ? undefined : setTimeout(() => response.end(), listensMax_ms).unref();
      response.on('close', () => {
        clearTimeout(ends);
        drop(listener);
      });
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

/** The headers that hooks have set, for a response that Fastify no longer writes. */
export const sentAlready = (reply: FastifyReply): Record<string, string> =>
  Object.fromEntries(Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)]));
