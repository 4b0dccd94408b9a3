/** What families see of a child with many friends and groups, gathered on either store. */
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Told } from '@kith/engine';
import { familyFacts } from '../packages/server/family/facts.ts';
import { type KnowledgeStore, openPostgresStore, openResidentStore } from '../packages/server/knowledge/index.ts';
import { plainDuties } from './duties.ts';
import { figure, type Say } from './figures.ts';
import { BEGINS_MS } from './world.ts';

export interface FamilySize {
  friends: number;
  groups: number;
  /** of the last days */
  newFriends: number;
}
const GROUP_SIZE = 12;
const READS = 60;
const CHILD = 'child';

/** A child's life until now, event by event: friends among friends, groups of friends and others. */
function* life({ friends, groups, newFriends }: FamilySize): Generator<Told> {
  let n = 0;
  const told = (type: Told['type'], data: object): Told =>
    // joins a type and the data that belongs to it
    ({ id: `f${n}`, at: BEGINS_MS + n++, type, data }) as Told;
  const friend = (i: number): string => `friend-${i}`;
  for (const [actor, band] of [
    [CHILD, '13to15'],
    ...Array.from({ length: friends }, (_, i) => [friend(i), '13to15']),
  ]) {
    yield told('account.created', { actor, age: { band, method: 'declared', confidence: 1 } });
  }
  for (let i = 0; i < friends; i++) {
    if (i === friends - newFriends) yield told('guardianship.changed', { actor: CHILD, guarded: true });
    const other = friend(i);
    yield i % 2
      ? told('connection.accepted', { actor: CHILD, other })
      : told('connection.accepted', { actor: other, other: CHILD });
    for (let step = 1; step <= 5; step++) {
      yield told('connection.accepted', { actor: other, other: friend((i + step * 7) % friends) });
    }
  }
  for (let g = 0; g < groups; g++) {
    for (let m = 1; m < GROUP_SIZE; m++) {
      yield told('conversation.joined', { actor: friend((g * GROUP_SIZE + m) % friends), conversation: `group-${g}` });
    }
    yield told('conversation.joined', { actor: CHILD, conversation: `group-${g}` });
    yield told('message.sent', { actor: CHILD, conversation: `group-${g}`, message: `m${g}` });
  }
}

export async function measureFamily(
  size: FamilySize,
  inFolder: string,
  databaseUrl: string | null,
  say: Say,
): Promise<void> {
  const duties = plainDuties();
  const store: KnowledgeStore =
    databaseUrl === null
      ? await openResidentStore({ folder: join(inFolder, 'family'), duties })
      : await openPostgresStore({ url: databaseUrl, duties });
  const events = [...life(size)];
  for (let i = 0; i < events.length; i += store.blockMax) await store.commit(events.slice(i, i + store.blockMax));
  const kind = databaseUrl === null ? 'resident' : 'PostgreSQL';
  const times: number[] = [];
  for (let i = 0; i < READS; i++) {
    const began = performance.now();
    const { friends, groups } = await familyFacts(store, CHILD, BEGINS_MS);
    times.push(performance.now() - began);
    if (friends.length !== size.friends || groups.length !== size.groups) throw new Error('not all of it is seen');
  }
  times.sort((a, b) => a - b);
  const what = `family (${kind}): ${size.friends} friends, ${size.newFriends} of them new, ${size.groups} groups`;
  say(figure(`${what}, median`, times[Math.floor(times.length / 2)] ?? 0, 'ms', { atMost: 150 }));
  say(figure(`${what}, slowest of ${READS}`, times.at(-1) ?? 0, 'ms'));
  await store.close();
}
