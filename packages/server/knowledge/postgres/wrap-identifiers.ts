/** Puts new layers of keys over the hashes of identifiers that are stored, a part at a time. */
import type { Identifier } from '@kith/engine';
import type { PoolClient } from 'pg';
import type { WrapIdentifier, Wrapped } from '../store.ts';
import { textArray } from './arrays.ts';
import { bits, IDENTIFIER_NAMES, keysOf, readIdentifierRow } from './known.ts';
import { run, statement } from './send.ts';

/** Rows of one transaction: a fraction of a second, so that a process that writes some of them waits no longer. */
const PART_ROWS = 5_000;

/** In order of account, so that what was done is not looked at again. */
const loadBehind = statement(
  'identifiers_behind',
  `SELECT ${IDENTIFIER_NAMES} FROM identifier
   WHERE layers BETWEEN 1 AND $1::smallint - 1 AND account >= $2 ORDER BY account LIMIT ${PART_ROWS}`,
);
const NEW = `unnest($1::text[], $2::smallint[], $3::text[], $4::text[]) AS w(account, kind, hash, wrapped)`;
const IS_IT = `t.account = w.account AND t.kind = w.kind AND t.hash = ${bits('w.hash')}`;
/** The account was told of with it since, by a process that had the new key: that row stays. */
const dropRepeated = statement(
  'identifiers_repeated',
  `DELETE FROM identifier t USING ${NEW} WHERE ${IS_IT} AND EXISTS (
     SELECT FROM identifier o WHERE o.account = w.account AND o.kind = w.kind AND o.hash = ${bits('w.wrapped')})`,
);
const update = statement(
  'wrap_identifiers',
  `UPDATE identifier t SET hash = ${bits('w.wrapped')}, layers = $5::smallint FROM ${NEW} WHERE ${IS_IT}`,
);

/** One look at every row: most starts find that all are under as many keys as there are. */
const layersSeen = statement(
  'identifier_layers',
  'SELECT min(layers) FILTER (WHERE layers > 0), max(layers) FROM identifier',
);

/** @param client in no transaction. Several processes may do it at once, and one that was cut off may do it again */
export async function wrapIdentifiers(client: PoolClient, layers: number, wrap: WrapIdentifier): Promise<Wrapped> {
  const [[fewest, most] = []] = await run(client, layersSeen, []);
  const ahead = Number(most ?? 0) > layers;
  let behind = 0;
  // of no keyed identifier it is null
  if (Number(fewest ?? layers) >= layers) return { behind, ahead };
  let from = '';
  for (;;) {
    const rows = (await run(client, loadBehind, [layers, from])).map((row) => readIdentifierRow(row).value);
    const last = rows.at(-1);
    if (last === undefined) return { behind, ahead };
    const wrapped = rows.map((one: Identifier) => wrap(one.kind, one.hash, one.layers));
    const parameters = [...keysOf(rows), textArray(wrapped)];
    await client.query('BEGIN');
    await run(client, dropRepeated, parameters);
    await run(client, update, [...parameters, layers]);
    await client.query('COMMIT');
    behind += rows.length;
    from = last.account;
  }
}
