/**
 * Bytes that a known contact and a known account take with every signal on. Only contacts in which something was seen have
 * an approach, and only accounts that turned to a child have a conduct: what is held against the targets is one that has it,
 * each kind of row by its own count. Averages over all of them are less.
 */
import pg from 'pg';
import { openResidentStore } from '../packages/server/knowledge/index.ts';
import { plainDuties } from './duties.ts';
import { figure, type Say } from './figures.ts';

/** Of each row that a conduct or an approach may ride on, whether it has one or not: where that lies (resident/rider.ts). */
const PLACE_BYTES = 4;

/** A kind of row and the kind that is there with some of them. */
interface Taken {
  rows: number;
  bytes: number;
  riders: number;
  riderBytes: number;
}

const withRider = ({ rows, bytes, riders, riderBytes }: Taken): number =>
  bytes / rows + riderBytes / Math.max(1, riders);
const average = ({ rows, bytes, riderBytes }: Taken): number => (bytes + riderBytes) / rows;

interface Nouns {
  store: string;
  one: string;
  rider: string;
  atMost: number;
}

function sayTaken(taken: Taken, { store, one, rider, atMost }: Nouns, say: Say): void {
  say(figure(`${store}: bytes ${one} with its ${rider}`, withRider(taken), 'bytes', { atMost }));
  say(figure(`${store}: the same over all, ${taken.riders} of ${taken.rows} with one`, average(taken), 'bytes'));
}

/**
 * Of a resident store that nobody has open.
 * @param memory bytes by what they are for, as the process said last
 */
export async function sayResidentBytes(folder: string, memory: ReadonlyMap<string, number>, say: Say): Promise<void> {
  const store = await openResidentStore({ folder, duties: plainDuties() });
  const { accounts, contacts } = await store.status();
  let conducts = 0;
  let approaches = 0;
  for await (const rows of store.rows())
    for (const { row } of rows) {
      if (row === 'conduct') conducts++;
      if (row === 'approach') approaches++;
    }
  await store.close();
  const taken = (rows: number, riders: number, of: string, ofRiders: string): Taken => {
    const places = rows * PLACE_BYTES;
    const bytes = (memory.get(of) ?? 0) + places;
    return { rows, bytes, riders, riderBytes: (memory.get(ofRiders) ?? 0) - places };
  };
  sayTaken(
    taken(contacts, approaches, 'contacts', 'approaches'),
    { store: 'resident', one: 'a contact', rider: 'approach', atMost: 400 },
    say,
  );
  sayTaken(
    taken(accounts, conducts, 'accounts', 'conducts'),
    { store: 'resident', one: 'an account', rider: 'conduct', atMost: 1_200 },
    say,
  );
}

/** Of a database as it stands, with indexes, what is oversized, and what was left by rows that changed: nothing is vacuumed for it. */
export async function sayPostgresBytes(url: string, say: Say): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const table = async (name: string): Promise<{ rows: number; bytes: number }> => {
      const { rows } = await client.query<{ rows: string; bytes: string }>(
        `SELECT count(*) AS rows, pg_total_relation_size('${name}') AS bytes FROM ${name}`,
      );
      return { rows: Number(rows[0]?.rows), bytes: Number(rows[0]?.bytes) };
    };
    const taken = async (of: string, ofRiders: string): Promise<Taken> => {
      const riders = await table(ofRiders);
      return { ...(await table(of)), riders: riders.rows, riderBytes: riders.bytes };
    };
    sayTaken(
      await taken('contact', 'approach'),
      { store: 'postgres', one: 'a contact', rider: 'approach', atMost: 1_000 },
      say,
    );
    sayTaken(
      await taken('account', 'conduct'),
      { store: 'postgres', one: 'an account', rider: 'conduct', atMost: 2_000 },
      say,
    );
    const signals = await table('signal');
    say(figure('postgres: signals seen, which are kept for a while beside these', signals.rows, 'rows'));
    say(figure('postgres: bytes a signal', signals.bytes / Math.max(1, signals.rows), 'bytes'));
  } finally {
    await client.end();
  }
}
