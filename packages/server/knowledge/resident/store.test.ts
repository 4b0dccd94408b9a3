import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { type CompiledPolicy, compilePolicy, consider, type Told } from '@kith/engine';
import { loadShippedPolicy } from '../../policy/index.ts';
import type { KnowledgeRow, StoreDuties } from '../store.ts';
import { WorkingSet } from '../working-set.ts';
import { BackupError, backupFolder, restoreFolder } from './backup.ts';
import { SavedKnowledgeError } from './saved.ts';
import { openResidentStore, type ResidentStore } from './store.ts';

const policy: CompiledPolicy = compilePolicy(loadShippedPolicy());
const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kith-resident-'));
  folders.push(folder);
  return folder;
}

const duties: StoreDuties = {
  policy: () => policy,
  outbox: () => [],
  failed(error) {
    throw error;
  },
  struggling(work, error) {
    throw new Error(work, { cause: error });
  },
};

const openStore = (folder: string): Promise<ResidentStore> => openResidentStore({ folder, duties });

/** Twenty accounts that connect, write, block and meet in groups; the same for the same numbers. */
function stream(from: number, count: number): Told[] {
  return Array.from({ length: count }, (_, i): Told => {
    const n = from + i;
    const at = 1_790_000_000_000 + n * 1000;
    const actor = `a${(n * 7) % 20}`;
    const other = `a${(n * 11 + 3) % 20}`;
    const told = { id: `e${n}`, at };
    switch (n % 6) {
      case 0:
        return {
          ...told,
          type: 'account.created',
          data: {
            actor,
            age: { band: n % 4 === 0 ? '13to15' : 'adult', method: 'declared', confidence: 0.5 },
            region: `r${n % 3}`,
          },
        };
      case 1:
        return { ...told, type: 'connection.accepted', data: { actor, other } };
      case 2:
        return { ...told, type: 'conversation.joined', data: { actor, conversation: `c${n % 5}` } };
      case 3:
        return { ...told, type: 'message.sent', data: { actor, conversation: `c${n % 5}`, message: `m${n}` } };
      case 4:
        return n % 30 === 4
          ? { ...told, type: 'account.blocked', data: { actor, other } }
          : { ...told, type: 'conversation.left', data: { actor, conversation: `c${n % 5}` } };
      default:
        return { ...told, type: 'message.sent', data: { actor, other, message: `m${n}` } };
    }
  });
}

async function everything(rows: AsyncIterable<readonly KnowledgeRow[]>): Promise<string[]> {
  const lines: string[] = [];
  for await (const chunk of rows) {
    for (const row of chunk) {
      if (row.row === 'contact') lines.push(JSON.stringify({ ...row, acceptedPlace: 0, flaggedPlace: 0 }));
      else if (row.row === 'member') lines.push(JSON.stringify({ ...row, joinedPlace: 0 }));
      else lines.push(JSON.stringify(row));
    }
  }
  return lines.sort();
}

/** What a log adds up to, considered again from nothing. */
async function replayed(store: ResidentStore): Promise<{ knowledge: WorkingSet; events: number }> {
  const knowledge = new WorkingSet();
  let events = 0;
  for await (const chunk of store.log()) {
    for (const { told, decision } of chunk) {
      const again = consider(knowledge, told, policy);
      assert.deepEqual(again.decision, decision);
      knowledge.apply(again.changes);
      events++;
    }
  }
  return { knowledge, events };
}

async function assertLogGivesKnowledge(store: ResidentStore): Promise<number> {
  const { knowledge, events } = await replayed(store);
  const contacts = (await everything(store.rows())).filter((line) => line.startsWith('{"row":"contact"'));
  const expected = [...knowledge.contacts.values()].map((value) =>
    JSON.stringify({ row: 'contact', value, acceptedPlace: 0, flaggedPlace: 0 }),
  );
  assert.deepEqual(contacts, expected.sort());
  return events;
}

test('what was committed is there after a stop, and after a stop without saving', async () => {
  const folder = newFolder();
  let store = await openStore(folder);
  await store.commit(stream(0, 500));
  const before = await everything(store.rows());
  await store.close();
  store = await openStore(folder);
  assert.deepEqual(await everything(store.rows()), before);
  await store.commit(stream(500, 700));
  const later = await everything(store.rows());
  await store.close();
  // as if the last save had never been: the log brings it back
  rmSync(join(folder, 'knowledge'), { recursive: true });
  store = await openStore(folder);
  assert.deepEqual(await everything(store.rows()), later);
  assert.equal((await store.status()).events, 1200);
  assert.equal(await assertLogGivesKnowledge(store), 1200);
  await store.close();
});

test('blocks that nobody awaits share a write with the next that somebody does, be it of no events', async () => {
  const store = await openStore(newFolder());
  let answered = 0;
  const slices = [0, 1, 2].map((n) => store.commit(stream(n * 10, 10), false).then(() => answered++));
  await setImmediate();
  assert.equal(answered, 0);
  assert.deepEqual(await store.commit([]), []);
  await Promise.all(slices);
  assert.deepEqual(await store.records.log.end(), { number: 1, place: 30 });
  await store.close();
});

test('chunks younger than the manifest do no harm', async () => {
  const folder = newFolder();
  let store = await openStore(folder);
  await store.commit(stream(0, 300));
  await store.close();
  const manifest = readFileSync(join(folder, 'knowledge', 'manifest.json'));
  store = await openStore(folder);
  await store.commit(stream(300, 300));
  const later = await everything(store.rows());
  await store.close();
  writeFileSync(join(folder, 'knowledge', 'manifest.json'), manifest);
  store = await openStore(folder);
  assert.deepEqual(await everything(store.rows()), later);
  await store.close();
});

test('a damaged chunk is refused and named', async () => {
  const folder = newFolder();
  const store = await openStore(folder);
  await store.commit(stream(0, 300));
  await store.close();
  const path = join(folder, 'knowledge', 'contact.0.chunk');
  const bytes = readFileSync(path);
  bytes[200] ^= 1;
  writeFileSync(path, bytes);
  await assert.rejects(
    openStore(folder),
    (error) => error instanceof SavedKnowledgeError && error.message.includes('contact.0.chunk'),
  );
});

test('a second store on the same folder is refused, and the folder is free again after the first', async () => {
  const folder = newFolder();
  const store = await openStore(folder);
  await assert.rejects(openStore(folder), { code: 'folder_locked' });
  await store.close();
  await (await openStore(folder)).close();
});

test('an id that came before is answered from memory, from the log, and after a start', async () => {
  const folder = newFolder();
  let store = await openStore(folder);
  const events = stream(0, 400);
  const first = await store.commit(events);
  const changed = events.map(
    (told): Told => ({ id: told.id, at: told.at + 5, type: 'account.deleted', data: { actor: 'a1' } }),
  );
  const before = await everything(store.rows());
  for (const again of [await store.commit(changed), await reopenAndCommit()]) {
    assert.deepEqual(
      again.map((c) => c.status === 'duplicate' && c.decision),
      first.map((c) => c.status === 'accepted' && c.decision),
    );
  }
  assert.deepEqual(await everything(store.rows()), before);
  await store.close();

  async function reopenAndCommit() {
    await store.close();
    store = await openStore(folder);
    return store.commit(changed);
  }
});

test('a commit that fails answers nobody, says so, and takes nothing more', async () => {
  const folder = newFolder();
  const told: string[] = [];
  const store = await openResidentStore({
    folder,
    duties: { ...duties, failed: (error) => void told.push(error.message) },
  });
  await store.commit(stream(0, 50));
  await store.records.writer.queryAlone('DROP TABLE log');
  await assert.rejects(store.commit(stream(50, 50)), /log could not be written/);
  assert.deepEqual(told, ['the log could not be written']);
  await assert.rejects(store.commit(stream(100, 1)), /log could not be written/);
  await store.close();
});

test('a backup made under load opens as it is, and holds a whole beginning of the log', async () => {
  const folder = newFolder();
  const store = await openStore(folder);
  await store.commit(stream(0, 500));
  let stop = false;
  let sent = 500;
  const load = (async () => {
    while (!stop) {
      await store.commit(stream(sent, 100));
      sent += 100;
    }
  })();
  const target = join(newFolder(), 'copy');
  const copied = await backupFolder(folder, target);
  stop = true;
  await load;
  await store.close();
  assert.ok(copied.files >= 1);
  const restored = join(newFolder(), 'restored');
  await restoreFolder(target, restored);
  const copy = await openStore(restored);
  const events = await assertLogGivesKnowledge(copy);
  assert.ok(events >= 500 && events <= sent);
  await copy.close();
  await assert.rejects(
    backupFolder(folder, target),
    (error) => error instanceof BackupError && error.code === 'target_not_empty',
  );
  await assert.rejects(backupFolder(newFolder(), join(newFolder(), 'x')), { code: 'not_a_folder_of_kith' });
  const [chunk] = readdirSync(join(target, 'knowledge')).filter((f) => f.endsWith('.chunk'));
  if (chunk !== undefined) {
    writeFileSync(join(target, 'knowledge', chunk), 'not a chunk at all');
    await assert.rejects(restoreFolder(target, join(newFolder(), 'y')), { code: 'backup_damaged' });
  }
});
