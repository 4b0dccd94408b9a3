/** From lines of a log to events: who wrote is an account of unknown age, the channel a conversation. */
import { createHash } from 'node:crypto';
import type { EventInput } from '@kith/contract';
import { CHANNEL, type IrcLine, readIrcLine } from './irc-lines.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** A clock that goes back by more than this has passed midnight; by less, lines were written out of order. */
const MIDNIGHT_MIN = 12 * 60;

type Without<E> = E extends { type: infer T; data: infer D } ? { type: T; data: D } : never;
type Happening = Without<EventInput>;

/** Who writes what nobody in the channel wrote. */
const SERVER = 'irc-server';

/**
 * The account of a nick. The people in the log are real: their nicks are hashed here, so that none of them is shown
 * anywhere. IRC takes some letters for the same (RFC 1459, section 2.2).
 */
export function accountOf(nick: string): string {
  const folded = nick
    .toLowerCase()
    .replaceAll('[', '{')
    .replaceAll(']', '}')
    .replaceAll('\\', '|')
    .replaceAll('~', '^');
  return `irc-${createHash('sha256').update(folded).digest('hex').slice(0, 16)}`;
}

/** Turns the lines of logs into events, file by file. Remembers who and what was seen: some 100 bytes a nick. */
export class IrcEvents {
  readonly #accounts = new Set<string>();
  readonly #channels = new Set<string>();
  #now = 0;
  #file = '';
  #day = 0;
  #minute = 0;

  get accounts(): number {
    return this.#accounts.size;
  }

  /** `name` is in the ids, so that the same file gives the same events; `day` is milliseconds since 1970. */
  beginFile(name: string, day: number): void {
    this.#file = name;
    this.#day = day;
    this.#minute = 0;
    this.#now = Math.max(this.#now, day);
  }

  /** The events of a line, at least one, in order. `number` counts the file's lines from 1. */
  line(text: string, number: number): { kind: IrcLine['kind']; events: EventInput[] } {
    const line = readIrcLine(text);
    if (line.minute !== null) this.#passTo(line.minute);
    const time = new Date(this.#now).toISOString();
    const events = [...this.#happenings(line, number)].map(
      (happening, i): EventInput => ({
        id: `irc/${this.#file}/${number}${i === 0 ? '' : `.${i}`}`,
        time,
        ...happening,
      }),
    );
    return { kind: line.kind, events };
  }

  /** Time as the log tells it, to the minute; it never goes back. */
  #passTo(minute: number): void {
    if (this.#minute - minute > MIDNIGHT_MIN) this.#day += DAY_MS;
    // a line from just before midnight that was written just after it is no day ahead
    if (minute - this.#minute > MIDNIGHT_MIN && this.#minute > 0) return;
    this.#minute = minute;
    this.#now = Math.max(this.#now, this.#day + minute * MINUTE_MS);
  }

  *#happenings(line: IrcLine, number: number): Generator<Happening> {
    switch (line.kind) {
      case 'message':
      case 'action':
      case 'notice':
      case 'forwarded': {
        const actor = yield* this.#account(line.nick);
        const conversation = yield* this.#conversation(line.channel);
        const message = `irc/${this.#file}/${number}`;
        yield {
          type: 'message.sent',
          data: { actor, conversation, message, ...(line.text !== '' && { text: line.text }) },
        };
        return;
      }
      case 'joined':
      case 'left': {
        const actor = yield* this.#account(line.nick);
        const conversation = yield* this.#conversation(line.channel);
        const type = line.kind === 'joined' ? 'conversation.joined' : 'conversation.left';
        yield { type, data: { actor, conversation } };
        return;
      }
      case 'kicked': {
        const actor = yield* this.#account(line.by);
        const member = yield* this.#account(line.nick);
        const conversation = yield* this.#conversation(line.channel);
        yield { type: 'conversation.left', data: { actor, conversation, member } };
        return;
      }
      case 'renamed': {
        const actor = yield* this.#account(line.nick);
        const next = yield* this.#account(line.to);
        const conversation = yield* this.#conversation(CHANNEL);
        yield { type: 'conversation.left', data: { actor, conversation } };
        yield { type: 'conversation.joined', data: { actor: next, conversation } };
        return;
      }
      case 'server':
      case 'other': {
        const conversation = yield* this.#conversation(CHANNEL);
        const message = `irc/${this.#file}/${number}`;
        const said = line.text === '' ? {} : { text: line.text };
        yield { type: 'message.sent', data: { actor: SERVER, conversation, message, ...said } };
        return;
      }
      default:
        line satisfies never;
    }
  }

  *#account(nick: string): Generator<Happening, string> {
    const actor = accountOf(nick);
    if (!this.#accounts.has(actor)) {
      this.#accounts.add(actor);
      yield { type: 'account.created', data: { actor } };
    }
    return actor;
  }

  *#conversation(channel: string): Generator<Happening, string> {
    const conversation = `irc-${channel}`;
    if (!this.#channels.has(conversation)) {
      this.#channels.add(conversation);
      yield { type: 'conversation.created', data: { actor: SERVER, conversation, kind: 'group' } };
    }
    return conversation;
  }
}
