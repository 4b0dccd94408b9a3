/**
 * What a log says that holds whatever was known before it: who acted, towards whom and when last, and the age band that
 * was told last. A log that lost its beginning can't be considered again, but the store must know at least this.
 */
import type { AgeBand } from '@kith/contract';
import type { Told } from '@kith/engine';
import { pairKey } from './asked.ts';
import type { KnowledgeRow } from './store.ts';

export interface LastWordCompared {
  /** accounts and contacts that the log names, and were looked for */
  accounts: number;
  contacts: number;
  /** of those, how many the store doesn't know, knows only up to an earlier time, or with another age band */
  accountsDiffering: number;
  contactsDiffering: number;
}

export class LastWord {
  /** by account: the age band told last; null where the log tells of none */
  readonly #accounts = new Map<string, AgeBand | null>();
  /** by pairKey: the last time the one did something towards the other, seconds since 1970 */
  readonly #contacts = new Map<string, number>();

  hear(told: Told): void {
    const { actor } = told.data;
    // leaving a conversation makes nobody known
    if (told.type === 'conversation.left') return;
    const age = 'age' in told.data ? told.data.age : undefined;
    this.#accounts.set(actor, age?.band ?? this.#accounts.get(actor) ?? null);
    const other = actedTowards(told);
    if (other === undefined || other === actor) return;
    const key = pairKey(actor, other);
    this.#contacts.set(key, Math.max(this.#contacts.get(key) ?? 0, Math.floor(told.at / 1000)));
  }

  /** Looks for all of it in what is known. */
  async compare(rows: AsyncIterable<readonly KnowledgeRow[]>): Promise<LastWordCompared> {
    let [accounts, contacts] = [0, 0];
    for await (const chunk of rows) {
      for (const row of chunk) {
        if (row.row === 'account') {
          const band = this.#accounts.get(row.value.id);
          if (band === undefined) continue;
          if (row.value.createdAt > 0 && (band === null || band === row.value.ageBand)) accounts++;
        } else if (row.row === 'contact') {
          const last = this.#contacts.get(pairKey(row.value.actor, row.value.other));
          if (last !== undefined && row.value.lastAt >= last) contacts++;
        }
      }
    }
    return {
      accounts: this.#accounts.size,
      contacts: this.#contacts.size,
      accountsDiffering: this.#accounts.size - accounts,
      contactsDiffering: this.#contacts.size - contacts,
    };
  }
}

/** Whom an event is an act towards, whatever is decided about it. */
function actedTowards(told: Told): string | undefined {
  switch (told.type) {
    case 'message.sent':
    case 'connection.requested':
    case 'connection.accepted':
    case 'connection.declined':
    case 'connection.removed':
    case 'account.blocked':
    case 'account.unblocked':
    case 'report.filed':
    case 'evidence.found':
      return told.data.other;
    case 'notice.answered':
      return told.data.notice === 'weaker_setting' ? undefined : told.data.other;
    case 'account.created':
    case 'account.updated':
    case 'account.deleted':
    case 'signup.requested':
    case 'settings.changed':
    case 'conversation.created':
    case 'conversation.joined':
    case 'conversation.left':
    case 'message.deleted':
    case 'media.uploaded':
    case 'profile.updated':
    case 'notice.shown':
    case 'enforcement.requested':
    case 'link.judged':
    case 'media.judged':
    case 'guardianship.changed':
    case 'settings.judged':
    case 'held.judged':
    case 'enforcement.applied':
      return undefined;
    default:
      return told satisfies never;
  }
}
