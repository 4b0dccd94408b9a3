/** The record of a past day has the codes that were in use on it, whatever a later version says, on both databases. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import type { Kysely } from 'kysely';
import { renderJson } from '../../documents/index.ts';
import type { Records } from '../../ground/database/index.ts';
import { databases, testRecords } from '../../ground/testing/records.ts';
import { openRecords } from '../../stores.ts';
import { runKithOn } from '../../testing/kith.ts';
import { dayOf } from '../counts/index.ts';
import { setProgress } from '../counts/progress.ts';
import { readQuestions, shippedCodes } from '../registry.ts';
import { noteRegistry } from '../registry-kept.ts';
import { recordOf } from './record.ts';

const at = (time: string) => Date.parse(time);
const questions = readQuestions();
/** The registry with another title of ICU C2, as a new version of a code would have it. */
const titled = (title: string) => ({
  questions,
  codes: shippedCodes().map((code) => ({
    ...code,
    measures: code.measures.map((one) => (code.code === 'ICU' && one.id === 'C2' ? { ...one, title } : one)),
  })),
});

for (const kind of databases) {
  it(`has the titles of its own day, and the same bytes when later ones came (${kind})`, async () => {
    const { kysely: db, close } = await testRecords(kind, 'registry-then');
    try {
      const record = async (day: string) => renderJson(await recordOf(db, titled('Of today'), day));
      await noteRegistry(db, titled('Of February'), at('2026-02-15T10:00:00Z'));
      await noteRegistry(db, titled('Of February'), at('2026-02-16T10:00:00Z'));
      await setProgress(db, 'finished_through', dayOf(at('2026-03-10')));
      const before = await record('2026-03-10');
      assert.match(before, /"ICU C2","Of February"/);
      assert.match(before, /those that were in use on that day, since 2026-02-15 \(SHA-256 [0-9a-f]{64}\)/);
      // by a clock that is back it is from the first open day on
      await noteRegistry(db, titled('Of March'), at('2026-03-09T10:00:00Z'));
      await setProgress(db, 'finished_through', dayOf(at('2026-03-11')));
      assert.equal(await record('2026-03-10'), before);
      assert.match(await record('2026-03-11'), /"ICU C2","Of March"/);
      const early = await record('2026-02-14');
      assert.match(early, /"ICU C2","Of today"/);
      assert.match(early, /Which version of the codes was in use on that day is not known/);
      assert.equal((await db.selectFrom('measure_registry').select('version').execute()).length, 2);
      // two processes that start at once write it down once
      await Promise.all([1, 2, 3].map(() => noteRegistry(db, titled('Of April'), at('2026-04-01'))));
      assert.equal((await db.selectFrom('measure_registry').select('version').execute()).length, 3);
    } finally {
      await close();
    }
  });

  it(`is written down when Kith starts, and when it reads the operator's folder again (${kind})`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kith-registry-then-'));
    const kith = await runKithOn(kind, 'registry-kept', { measures: folder });
    const { records, close } = await openRecords(kith.config);
    const kept = async (db: Kysely<Records>) =>
      (await db.selectFrom('measure_registry').select('content').orderBy('version').execute()).map(({ content }) =>
        content.includes('Somebody is awake'),
      );
    try {
      assert.deepEqual(await kept(records), [false]);
      await writeFile(
        join(folder, 'house.yaml'),
        'code: HOUSE\ntitle: Our own rules\npublisher: Us\nversion: "2026-11-01"\nissued: 2026-11-01\ninForce: 2026-11-01\n' +
          'link: https://example.org/rules\nstatus: in_force\nmeasures:\n' +
          '  - { id: H1, title: Somebody is awake, wording: quoted, applies: every_service, shown: [{ attested: There is a rota }] }\n',
      );
      await kith.reload();
      assert.deepEqual(await kept(records), [false, true]);
      await kith.reload();
      assert.deepEqual(await kept(records), [false, true]);
    } finally {
      await close();
      await kith.end();
      await rm(folder, { recursive: true });
    }
  });
}
