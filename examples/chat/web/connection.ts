/** The line to the chat's server: what this person sees comes in, what they do goes out. Opened again when it breaks. */
import type { Action, Result, ToWindow, View } from '../protocol.ts';

/** Between tries to connect again, milliseconds: the first, and twice as long each time up to the last. */
const AGAIN_FIRST_MS = 250;
const AGAIN_LAST_MS = 4_000;
/** The server closed the window for good (server/windows.ts): loading the page again says why. */
const CLOSED_FROM = 4400;

/** Why something was not done. */
export class Refused extends Error {
  readonly why: 'not_possible' | 'unavailable' | 'too_many';
  constructor(why: Refused['why']) {
    super(why);
    this.why = why;
  }
}

interface Waiting {
  resolve: (result: Result) => void;
  reject: (error: Refused) => void;
}

export class Connection {
  readonly #ticket: string;
  readonly #seen: (view: View) => void;
  readonly #open: (open: boolean) => void;
  readonly #waiting = new Map<number, Waiting>();
  #socket: WebSocket | null = null;
  #n = 0;
  #tries = 0;

  constructor(ticket: string, seen: (view: View) => void, open: (open: boolean) => void) {
    this.#ticket = ticket;
    this.#seen = seen;
    this.#open = open;
    this.#connect();
  }

  /** Does something; rejects with Refused. What was on its way when the line broke may or may not be done: look and see. */
  do(action: Action): Promise<Result> {
    const socket = this.#socket;
    if (socket?.readyState !== WebSocket.OPEN) return Promise.reject(new Refused('unavailable'));
    return new Promise((resolve, reject) => {
      this.#waiting.set(++this.#n, { resolve, reject });
      socket.send(JSON.stringify({ n: this.#n, action }));
    });
  }

  #connect(): void {
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/socket`);
    this.#socket = socket;
    socket.addEventListener('open', () => socket.send(JSON.stringify({ ticket: this.#ticket })));
    socket.addEventListener('message', ({ data }) => this.#read(JSON.parse(data)));
    socket.addEventListener('close', ({ code }) => {
      if (code >= CLOSED_FROM) return location.reload();
      this.#open(false);
      for (const { reject } of this.#waiting.values()) reject(new Refused('unavailable'));
      this.#waiting.clear();
      const wait_ms = Math.min(AGAIN_LAST_MS, AGAIN_FIRST_MS * 2 ** this.#tries++);
      setTimeout(() => this.#connect(), wait_ms);
    });
  }

  #read(message: ToWindow): void {
    if ('view' in message) {
      this.#tries = 0;
      this.#open(true);
      this.#seen(message.view);
      return;
    }
    const waiting = this.#waiting.get(message.n);
    this.#waiting.delete(message.n);
    if ('refused' in message) waiting?.reject(new Refused(message.refused));
    else waiting?.resolve(message.result);
  }
}
