/** Sends statements so that those of one turn go out, and wake the server, together. */
import pg from 'pg';
import type { Cell, Cells, Write } from './columns.ts';

export interface Statement {
  readonly name: string;
  readonly text: string;
}

export const statement = (name: string, text: string): Statement => ({ name: `kith_${name}`, text });

/**
 * Runs a prepared statement and gives its rows as arrays of cells. The connection is in pipeline mode: what is sent before
 * the answer comes goes out in one write at the end of the turn. (One write a statement was an eighth of a block's time here, and woke the server as often.)
 */
export async function run(client: pg.ClientBase, { name, text }: Statement, values: unknown[]): Promise<Cells[]> {
  gather(client);
  return (await client.query<Cell[]>({ name, text, values, rowMode: 'array' })).rows;
}

/** Writes rows, where there are any. */
export async function write<T>(client: pg.ClientBase, how: Write<T>, rows: readonly T[]): Promise<void> {
  if (rows.length > 0) await run(client, how.statement, how.parameters(rows));
}

/** The same for BEGIN and COMMIT; gives the command that was carried out. */
export async function send(client: pg.ClientBase, text: string): Promise<string> {
  gather(client);
  return (await client.query(text)).command;
}

/** Holds what this turn sends until its end. */
function gather(client: pg.ClientBase): void {
  if (!(client instanceof pg.Client)) return;
  const { stream } = client.connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
}
