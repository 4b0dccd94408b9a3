/** A Kith that is killed between telling NCMEC of a wrong entry and noting that: the next tells the same again, and notes it once. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from '../../ground/config/index.ts';
import { databases, migratedDatabase } from '../../ground/testing/records.ts';
import { openRecords } from '../../stores.ts';
import { serve } from '../../testing/cli.ts';
import { FEEDBACK_LEASE_MS } from './feedback-rows.ts';
import { hashOf } from './testing/lists.ts';
import { SourceServer } from './testing/source-server.ts';

for (const kind of databases) {
  it(`killed before it could note what it told, Kith tells the same again, and notes it once (${kind})`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kith-telling-killed-'));
    const database = kind === 'PostgreSQL' ? await migratedDatabase('telling_killed') : null;
    const source = await SourceServer.open();
    const lists = join(folder, 'lists.yaml');
    await writeFile(join(folder, 'secret'), 'open-sesame');
    await writeFile(
      lists,
      `- { name: test, from: { kind: ncmec, url: ${source.url}, user: kith, allowPrivate: true, password: { file: ${join(folder, 'secret')} } } }\n`,
    );
    const keepKeys = join(folder, 'keys');
    const args = [
      '--lists',
      lists,
      ...(database === null ? [] : ['--database-url', database.url, '--keep-keys', keepKeys]),
    ];
    const flags = { folder, ...(database !== null && { databaseUrl: database.url, keepKeys }) };
    const first = await serve(folder, args);
    const { records, close } = await openRecords(readConfig({ flags }).config);
    let second: typeof first | null = null;
    try {
      first.child.kill('SIGKILL');
      await first.ended;
      await records
        .insertInto('known_feedback')
        .values({
          ...{ id: 'a', list: 'test', algorithm: 'md5', hash: hashOf('md5', 1), source_id: '42-one', verdict: 'right' },
          ...{
            reason: null,
            made_at: Date.now(),
            attempts: 0,
            next_at: 0,
            sent_at: null,
            dead_at: null,
            last_error: null,
          },
        })
        .execute();
      const bodies: string[] = [];
      // what it is told arrives, and is never answered: whoever told it is killed there
      const heard = Promise.withResolvers<void>();
      source.answer((request, response, attempt) => {
        if (request.method !== 'PUT') return void response.writeHead(503).end();
        bodies.push(`${request.url} ${source.asked[attempt - 1]?.body}`);
        if (bodies.length === 1) heard.resolve();
        else response.writeHead(200).end();
      });
      const killed = await serve(folder, args);
      await heard.promise;
      killed.child.kill('SIGKILL');
      await killed.ended;
      const row = () => records.selectFrom('known_feedback').selectAll().executeTakeFirstOrThrow();
      assert.deepEqual([(await row()).sent_at, Number((await row()).attempts)], [null, 1]);
      // the lease ends
      await records
        .updateTable('known_feedback')
        .set(({ eb }) => ({ next_at: eb('next_at', '-', FEEDBACK_LEASE_MS) }))
        .execute();
      second = await serve(folder, args);
      while ((await row()).sent_at === null) await sleep(50);
      assert.equal(bodies.length, 2);
      assert.equal(bodies[1], bodies[0]);
      const lines = await records
        .selectFrom('audit_line')
        .select('action')
        .where('action', '=', 'known_feedback.sent')
        .execute();
      assert.equal(lines.length, 1);
    } finally {
      second?.child.kill('SIGKILL');
      await second?.ended;
      await close();
      await source.close();
      await database?.drop();
      await rm(folder, { recursive: true });
    }
  });
}
