/** A small world in which people sign up, are barred and come back: decided by the shipped policy, kept in plain maps. */
import type { AgeBand, Policy, Rule } from '@kith/contract';
import { type Considered, compilePolicy, consider, type HashedIdentifier, type Told } from '@kith/engine';
import { WorkingSet } from '../../knowledge/index.ts';
import { loadShippedPolicy } from '../../policy/index.ts';

/** When the world begins, milliseconds since 1970. */
const BEGINS = Date.UTC(2026, 5, 15);
export const HOUR = 3_600_000;
const HASH_LENGTH = 16;

/** What somebody is told of with: a word a kind, in place of its hash. */
export type Known = Partial<Record<HashedIdentifier['kind'], string>>;

export interface Person {
  band?: AgeBand;
  country?: string;
  region?: string;
  known?: Known;
  inviter?: string;
  /** the platform has not seen that address and number are its own */
  claims?: boolean;
}

/** In tests a word stands for its hash. */
const hashOf = (word: string): string =>
  Buffer.from(word.padEnd(HASH_LENGTH / 2, '.').slice(0, HASH_LENGTH / 2)).toString('hex');

export class SmallWorld {
  readonly k = new WorkingSet();
  readonly policy;
  now = BEGINS;
  #told = 0;

  constructor(returning: Partial<Policy['returning']> = {}, rules: readonly Rule[] = []) {
    const shipped = loadShippedPolicy();
    this.policy = compilePolicy({ ...shipped, returning: { ...shipped.returning, ...returning }, rules: [...rules] });
  }

  /** Considers one event and keeps what it changes. */
  tell(type: Told['type'], data: object): Considered {
    this.now += 1000;
    // the cast joins a type and the data that belongs to it
    const told = { id: `e${++this.#told}`, type, at: this.now, data } as Told;
    const considered = consider(this.k, told, this.policy);
    this.k.apply(considered.changes);
    return considered;
  }

  signUp(actor: string, person: Person = {}, type: Told['type'] = 'account.created'): Considered {
    const { band = 'adult', country = 'GB', region = 'GB-WLS', known = {}, inviter, claims = false } = person;
    const isVerified = (kind: string) => !claims && (kind === 'email' || kind === 'telephone');
    const of = Object.entries(known).map(([kind, word]) => ({
      ...{ kind, hash: hashOf(word) },
      ...(isVerified(kind) && { verified: true }),
    }));
    return this.tell(type, {
      ...{ actor, country, region, language: 'en', age: { band, method: 'declared', confidence: 0.5 } },
      identifiers: { layers: 1, of, ...(inviter !== undefined && { inviter }) },
    });
  }

  /** Children who may be written to. */
  children(...ids: string[]): void {
    for (const actor of ids) {
      const age = { band: '13to15', method: 'declared', confidence: 0.9 };
      this.tell('account.created', { actor, age, country: 'GB', settings: { directMessages: 'everyone' } });
    }
  }

  write(actor: string, other: string): Considered {
    return this.tell('message.sent', { actor, other, message: `m${this.#told}` });
  }

  bar(actor: string, turnedTo: readonly string[] = []): void {
    this.tell('enforcement.requested', { actor, kind: 'disable', turnedTo });
  }

  /** Somebody who was barred for what they did to two children, an hour ago. */
  barred(actor: string, person: Person, targets: readonly string[] = []): void {
    this.signUp(actor, person);
    for (const child of targets) this.write(actor, child);
    this.bar(actor, targets);
    this.now += HOUR;
  }

  statusOf = (id: string) => this.k.account(id).status;
  linksOf = (id: string) => this.k.links(id).links;
}
