/** Moves everything from one store to another: knowledge, log, keys, outbox, policies, facts. */
import { copyRecords } from './copy-records.ts';
import { digestOf, type KnowledgeDigest } from './digest.ts';
import { markLogCopied, markLogPartial } from './log-reach.ts';
import type { KnowledgeStore } from './store.ts';

export type CopyErrorCode = 'target_not_empty' | 'copy_differs';

export class CopyError extends Error {
  override readonly name = 'CopyError';
  readonly code: CopyErrorCode;

  constructor(code: CopyErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export interface StoreCopyProgress {
  step: 'knowledge' | 'log' | 'records' | 'verifying';
  /** rows, events, or records so far */
  done: number;
  /** where it is known beforehand */
  total: number | null;
}

export interface StoreCopied extends KnowledgeDigest {
  /** events of the log */
  events: number;
  records: number;
}

/**
 * Copies a store that nobody writes to into an empty one, and compares the two by a digest of all that is known.
 * A copy that breaks off leaves a target that is refused the next time: begin again with a fresh one.
 * @throws CopyError `target_not_empty` (nothing was changed), `copy_differs`
 */
export async function copyStore(
  from: KnowledgeStore,
  to: KnowledgeStore,
  onProgress: (progress: StoreCopyProgress) => void = () => {},
  now_ms: number = Date.now(),
): Promise<StoreCopied> {
  await refuseUnlessEmpty(to);
  const status = await from.status();
  const counted = <T>(chunks: AsyncIterable<readonly T[]>, step: StoreCopyProgress['step'], total: number | null) =>
    counting(chunks, (done) => onProgress({ step, done, total }));
  let events = 0;
  const log = counting(from.log(), (done) => {
    events = done;
    onProgress({ step: 'log', done, total: status.events });
  });
  await to.fill(counted(from.rows(), 'knowledge', status.accounts + status.contacts), log);
  const records = await copyRecords(from.records.kysely, to.records.kysely, (done) =>
    onProgress({ step: 'records', done, total: null }),
  );
  if (events > 0) await markLogCopied(to.records.kysely, now_ms);
  if (events < status.events) await markLogPartial(to.records.kysely);
  const before = await digestOf(counted(from.rows(), 'verifying', status.accounts + status.contacts));
  const after = await digestOf(to.rows());
  const arrived = (await to.status()).events;
  if (before.digest !== after.digest || arrived !== events) {
    throw new CopyError(
      'copy_differs',
      `The copy is not the same: ${describe(before, events)} there, ${describe(after, arrived)} here. ` +
        'Was the source written to meanwhile? Stop Kith, and copy again into a fresh target.',
    );
  }
  return { ...after, events, records };
}

const describe = (d: KnowledgeDigest, events: number): string =>
  `${d.accounts} accounts, ${d.contacts} contacts, ${d.conversations} conversations, ${events} events ` +
  `(digest ${d.digest.slice(0, 12)}…)`;

async function refuseUnlessEmpty(to: KnowledgeStore): Promise<void> {
  const { events, accounts, contacts } = await to.status();
  const { kysely } = to.records;
  const rows = [
    await kysely.selectFrom('api_key').select('id').limit(1).execute(),
    await kysely.selectFrom('outbox').select('id').limit(1).execute(),
    await kysely.selectFrom('fact').select('name').limit(1).execute(),
  ].flat();
  if (events + accounts + contacts + rows.length === 0) return;
  throw new CopyError(
    'target_not_empty',
    `The target is not empty (${events} events, ${accounts} accounts, ${contacts} contacts` +
      `${rows.length === 0 ? '' : ', and records'}). A store is copied into a fresh folder or database only.`,
  );
}

async function* counting<T>(
  chunks: AsyncIterable<readonly T[]>,
  tell: (done: number) => void,
): AsyncGenerator<readonly T[]> {
  let done = 0;
  for await (const chunk of chunks) {
    yield chunk;
    done += chunk.length;
    tell(done);
  }
}
