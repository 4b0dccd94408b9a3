/** What one account has done towards others: the list of its contacts, which is made again from the rows at every start. */
import type { Contact } from '@kith/engine';
import { Turns } from '../../ground/jobs/index.ts';
import { NOBODY } from './finding.ts';
import { CONTACT, readContact } from './rows.ts';
import type { ResidentState } from './state.ts';
import { CHUNK_ROWS, Table } from './table.ts';

/** Contacts that are read between two looks at the time: some tenths of a millisecond. */
const PIECE = 500;

/** The newest contact of each account, and the next older one of each contact: slot + 1, 0 for none. */
export class ContactLists {
  readonly #newest = new Table('newest contact', 1);
  readonly #older = new Table('older contact', 1);

  /** Lists all contacts, the oldest first: of ten million a plain loop takes 0.3 s, adding one after another 1 s. */
  rebuild(accounts: number, contacts: Table): void {
    if (contacts.count === 0) return;
    this.#older.reach(contacts.count - 1);
    const newest = new Uint32Array(accounts);
    for (let first = 0; first < contacts.count; first += CHUNK_ROWS) {
      const [rows, older] = [contacts.chunkOf(first), this.#older.chunkOf(first)];
      const count = Math.min(CHUNK_ROWS, contacts.count - first);
      for (let i = 0; i < count; i++) {
        const actor = rows[i * CONTACT.WIDTH + CONTACT.actor];
        older[i] = newest[actor];
        newest[actor] = first + i + 1;
      }
    }
    this.#newest.reach(accounts - 1);
    for (let first = 0; first < accounts; first += CHUNK_ROWS)
      this.#newest.chunkOf(first).set(newest.subarray(first, first + CHUNK_ROWS));
  }

  /** Makes the contact the newest of whoever acts in it. */
  add(actor: number, contact: number): void {
    this.#newest.reach(actor);
    this.#older.reach(contact);
    this.#older.set(contact, 0, this.#newest.get(actor, 0));
    this.#newest.set(actor, 0, contact + 1);
  }

  /** The slots of an account's contacts, the newest first: what is added meanwhile is before them. */
  *of(actor: number): Generator<number> {
    if (actor >= this.#newest.count) return;
    for (let next = this.#newest.get(actor, 0); next !== 0; next = this.#older.get(next - 1, 0)) yield next - 1;
  }

  get bytes(): number {
    return this.#newest.bytes + this.#older.bytes;
  }
}

/** See KnowledgeStore. Decisions go first where the list is long. */
export async function contactsOf(state: ResidentState, account: string, most: number): Promise<Contact[]> {
  const { contacts } = state;
  const actor = state.account(account);
  if (actor === NOBODY) return [];
  const turns = new Turns();
  const found: Contact[] = [];
  for (const slot of state.contactLists.of(actor)) {
    if (found.length === most) break;
    if (found.length % PIECE === PIECE - 1) await turns.next();
    found.push(readContact(contacts, slot, account, state.accountId(contacts.get(slot, CONTACT.other))));
  }
  return found;
}
