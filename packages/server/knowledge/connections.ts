/**
 * Who is connected to whom, as far as a working set holds it: by the lists of accepted contacts, or by what the database
 * said to a whole question. To answer from lists, all of both must be here; the database ends at the first that counts.
 */
import { type Account, CONNECTIONS_SEEN, type Contact, isConnected, wasAccepted } from '@kith/engine';
import { type Asked, mutualKey, pairKey, placeKey } from './asked.ts';
import { Layer } from './layer.ts';

/** Contacts that were accepted at least once, oldest first: towards others, and by others. */
export interface Accepted {
  readonly to: readonly string[];
  readonly from: readonly string[];
}
/** The part of a contact that says whether it is a connection. */
export type Steps = Pick<Contact, 'acceptStep' | 'removeStep'>;
/** The part of an account that says where its person lives. */
export type Whereabouts = Pick<Account, 'country' | 'region'>;

const NOWHERE: Whereabouts = Object.freeze({ country: '', region: '' });
const NO_STEPS: Steps = Object.freeze({ acceptStep: 0, removeStep: 0 });
const NOBODY: Accepted = Object.freeze({ to: Object.freeze([]), from: Object.freeze([]) });

/** The rows of a working set. */
interface Rows {
  readonly accounts: ReadonlyMap<string, Account>;
  readonly contacts: ReadonlyMap<string, Contact>;
}

export class Connections {
  /** of contacts that are not among the rows: as much of them as connections need */
  readonly steps: Map<string, Steps>;
  /** of accounts that are not among the rows */
  readonly whereabouts: Map<string, Whereabouts>;
  readonly accepted: Map<string, Accepted>;
  /** the database's answers, by mutualKey and placeKey: of before anything was changed here */
  readonly mutual: Map<string, number>;
  readonly places: Map<string, boolean>;
  readonly #rows: Rows;
  readonly #onMissing: ((asked: Asked) => void) | null;
  /** accounts of which a connection was made or ended here */
  readonly #changed: Set<string>;
  /** somebody's country or region was changed here */
  #moved: boolean;

  /** @param below the one that it lies over: it sees what that one holds, and keeps its own changes */
  constructor(rows: Rows, onMissing: ((asked: Asked) => void) | null, below?: Connections) {
    this.#rows = rows;
    this.#onMissing = onMissing;
    this.steps = below?.steps ?? new Map();
    this.whereabouts = below?.whereabouts ?? new Map();
    this.mutual = below?.mutual ?? new Map();
    this.places = below?.places ?? new Map();
    this.accepted = below ? new Layer(below.accepted) : new Map();
    this.#changed = new Set(below ? below.#changed : []);
    this.#moved = below ? below.#moved : false;
  }

  mutualConnections(a: string, b: string, enough: number): number {
    const unlisted = this.#isUnlisted(a) || this.#isUnlisted(b);
    if (unlisted && !this.#changed.has(a) && !this.#changed.has(b)) {
      const question = { a, b, enough };
      const answer = this.mutual.get(mutualKey(question));
      if (answer === undefined) this.#onMissing?.({ what: 'mutual', ...question });
      return answer ?? 0;
    }
    const ofA = this.#connections(a);
    const ofB = this.#connections(b);
    let mutual = 0;
    for (const id of ofA) if (ofB.has(id) && ++mutual >= enough) break;
    return mutual;
  }

  hasConnectionIn(account: string, country: string, region: string, except: string): boolean {
    if (this.#isUnlisted(account) && !this.#changed.has(account) && !this.#moved) {
      const question = { account, country, region, except };
      const answer = this.places.get(placeKey(question));
      if (answer === undefined) this.#onMissing?.({ what: 'connection in', ...question });
      return answer ?? false;
    }
    for (const id of this.#connections(account)) {
      if (id === except) continue;
      const other = this.#whereaboutsOf(id);
      if (other.country === country && (region === '' || other.region === region)) return true;
    }
    return false;
  }

  /** The database knows the account's lists, and they are not here. */
  #isUnlisted(account: string): boolean {
    return this.#onMissing !== null && this.accepted.get(account) === undefined;
  }

  /** The accounts that this one is connected to, among the CONNECTIONS_SEEN newest of each side. */
  #connections(id: string): Set<string> {
    const accepted = this.accepted.get(id);
    const found = new Set<string>();
    if (accepted === undefined) {
      this.#onMissing?.({ what: 'accepted', account: id });
      return found;
    }
    for (const list of [accepted.to, accepted.from]) {
      for (const other of list.slice(-CONNECTIONS_SEEN).reverse()) {
        if (isConnected(this.#stepsOf(id, other), this.#stepsOf(other, id))) found.add(other);
      }
    }
    return found;
  }

  #stepsOf(actor: string, other: string): Steps {
    const key = pairKey(actor, other);
    const known = this.#rows.contacts.get(key) ?? this.steps.get(key);
    if (known !== undefined) return known;
    this.#onMissing?.({ what: 'contact', actor, other });
    return NO_STEPS;
  }

  #whereaboutsOf(id: string): Whereabouts {
    const known = this.#rows.accounts.get(id) ?? this.whereabouts.get(id);
    if (known !== undefined) return known;
    this.#onMissing?.({ what: 'account', account: id });
    return NOWHERE;
  }

  /** To be told before a contact's new version is among the rows. */
  contactChanges(before: Contact | undefined, contact: Contact): void {
    const { actor, other } = contact;
    const { acceptStep, removeStep } = before ?? NO_STEPS;
    if (contact.acceptStep === acceptStep && contact.removeStep === removeStep) return;
    this.#changed.add(actor).add(other);
    if (!wasAccepted(contact) || (before && wasAccepted(before))) return;
    this.#change(actor, (a) => ({ ...a, to: [...a.to, other] }));
    this.#change(other, (a) => ({ ...a, from: [...a.from, actor] }));
  }

  /** To be told before an account's new version is among the rows. */
  accountChanges(before: Account | undefined, account: Account): void {
    const { country, region } = before ?? NOWHERE;
    if (account.country !== country || account.region !== region) this.#moved = true;
  }

  /** A list that a part of what is known doesn't hold stays missing: begun here, it would be taken for the whole. */
  #change(account: string, change: (list: Accepted) => Accepted): void {
    const list = this.accepted.get(account) ?? (this.#onMissing === null ? NOBODY : undefined);
    if (list !== undefined) this.accepted.set(account, change(list));
  }
}
