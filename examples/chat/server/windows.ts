/** The windows that are open, over WebSockets: who sits at each, what they do, and what they see. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { KithError } from '@kith/client';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { action, type Result, type ToWindow } from '../protocol.ts';
import { perform } from './actions.ts';
import { type Chat, isOut, NotPossible, person } from './chat.ts';
import { viewOf } from './view.ts';

/** The largest message from a window, bytes: a text of the longest kind, and room for the rest. */
const MESSAGE_BYTES_MAX = 16 * 1024;
/** Windows that are open at once: a demo on one machine. */
const WINDOWS_MAX = 200;
/** Actions of one window in ACTIONS_MS at most: more than fingers can. */
const ACTIONS_MAX = 50;
const ACTIONS_MS = 10_000;
/** A window that does not say who sits at it is closed, milliseconds. */
const TICKET_MS = 5_000;
/** Pages that were given out and whose windows may still come (back): the oldest is forgotten. */
const TICKETS_MAX = 1_000;
/** Between looks at whether a window is still there, milliseconds. Proxies on the way close what is silent for a minute. */
const ALIVE_MS = 30_000;

/** Why a window is closed: codes of 4000 and up are ours to give, and the page loads itself again on them. */
const CLOSED = { unknown: 4401, shut: 4403, malformed: 1008 } as const;

const fromWindow = z.union([
  z.strictObject({ ticket: z.string().max(64) }),
  z.strictObject({ n: z.int().min(0), action }),
]);

interface Window {
  socket: WebSocket;
  /** null until it has shown its ticket */
  me: string | null;
  /** what it was sent last */
  seen: string;
  alive: boolean;
  actions: number;
}

export class Windows {
  readonly #chat: Chat;
  readonly #origins: ReadonlySet<string>;
  readonly #log: (line: string) => void;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_BYTES_MAX });
  readonly #windows = new Set<Window>();
  readonly #tickets = new Map<string, string>();
  readonly #timers: readonly NodeJS.Timeout[];
  #willShow = false;

  /** @param origins the chat's own addresses: no other page may open a window in somebody's name */
  constructor(chat: Chat, origins: readonly string[], log: (line: string) => void) {
    this.#chat = chat;
    this.#origins = new Set(origins);
    this.#log = log;
    const looking = setInterval(() => this.#closeSilent(), ALIVE_MS);
    const counting = setInterval(() => {
      for (const window of this.#windows) window.actions = 0;
    }, ACTIONS_MS);
    this.#timers = [looking, counting];
  }

  /** Lets whoever loads a page as this person open its window. A real platform has its own session here. */
  ticketFor(me: string): string {
    const ticket = randomBytes(24).toString('base64url');
    this.#tickets.set(ticket, me);
    const [oldest] = this.#tickets.keys();
    if (this.#tickets.size > TICKETS_MAX && oldest !== undefined) this.#tickets.delete(oldest);
    return ticket;
  }

  /** For the server's `upgrade`. */
  open(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { origin = '' } = request.headers;
    if (request.url !== '/socket' || !this.#origins.has(origin) || this.#windows.size >= WINDOWS_MAX) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (opened) => this.#begin(opened));
  }

  /** Something changed: everybody is shown what they see now, soon, and once for many changes. */
  changed(): void {
    if (this.#willShow) return;
    this.#willShow = true;
    setImmediate(() => {
      this.#willShow = false;
      for (const window of this.#windows) this.#show(window);
    });
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const { socket } of this.#windows) socket.terminate();
    this.#server.close();
  }

  #begin(socket: WebSocket): void {
    const window: Window = { socket, me: null, seen: '', alive: true, actions: 0 };
    this.#windows.add(window);
    const late = setTimeout(() => {
      if (window.me === null) socket.close(CLOSED.unknown);
    }, TICKET_MS);
    socket.on('pong', () => {
      window.alive = true;
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearTimeout(late);
      this.#windows.delete(window);
    });
    socket.on('message', (data) => void this.#read(window, String(data)));
  }

  async #read(window: Window, data: string): Promise<void> {
    const read = fromWindow.safeParse(parsed(data));
    if (!read.success) return window.socket.close(CLOSED.malformed);
    if ('ticket' in read.data) {
      window.me = this.#tickets.get(read.data.ticket) ?? null;
      return window.me === null ? window.socket.close(CLOSED.unknown) : this.#show(window);
    }
    const { n, action: wanted } = read.data;
    const { me } = window;
    // asked each time: an account that was shut since can do nothing more
    if (me === null || isOut(person(this.#chat, me))) return this.#show(window);
    window.actions++;
    if (window.actions > ACTIONS_MAX) return this.#send(window, { n, refused: 'too_many' });
    try {
      const result: Result = await perform(this.#chat, me, wanted);
      this.#send(window, { n, result });
    } catch (error) {
      if (error instanceof NotPossible) this.#send(window, { n, refused: 'not_possible' });
      else {
        this.#send(window, { n, refused: 'unavailable' });
        // the code alone: what people wrote is in no log
        this.#log(`${wanted.do} failed: ${error instanceof KithError ? error.code : String(error)}`);
      }
    }
    this.#chat.outbox.wake();
    this.changed();
  }

  #show(window: Window): void {
    const { me, socket } = window;
    if (me === null) return;
    if (isOut(person(this.#chat, me))) {
      socket.close(CLOSED.shut);
      return;
    }
    const view = JSON.stringify({ view: viewOf(this.#chat, me) } satisfies ToWindow);
    if (view === window.seen) return;
    window.seen = view;
    socket.send(view);
  }

  #send({ socket }: Window, message: ToWindow): void {
    socket.send(JSON.stringify(message));
  }

  #closeSilent(): void {
    for (const window of this.#windows) {
      if (!window.alive) window.socket.terminate();
      window.alive = false;
      window.socket.ping();
    }
  }
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
