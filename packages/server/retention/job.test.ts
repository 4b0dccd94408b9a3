/** By which time what cases have is destroyed: not by a clock alone; on both databases. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { pino } from 'pino';
import { NOON, VaultAtHand } from '../evidence/vault/testing/vault.ts';
import { databases } from '../ground/testing/records.ts';
import { loadShippedPolicy } from '../policy/index.ts';
import { destroySurely } from './job.ts';
import { aheadBy, believeClock, SureClock } from './sure-clock.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

for (const kind of databases) {
  describe(`destroying by the clock (${kind})`, () => {
    let v: VaultAtHand;
    let counter: number;
    let item: string;
    const said: string[] = [];
    const log = pino({}, { write: (line: string) => void said.push(line) });
    beforeEach(async () => {
      v = await VaultAtHand.open(kind);
      counter = 0;
      said.length = 0;
      item = await v.vault.put(v.given(), 'key:k1');
      await v.db.updateTable('cases').set({ closed_at: NOON, decided_at: NOON }).execute();
    });
    afterEach(() => v.end());

    const process = () => new SureClock({ db: v.db, clock: () => v.now, counter: () => counter });
    const round = (sure: SureClock) => {
      const under = [v.vault.underKeys()];
      return destroySurely({ db: v.db, folder: v.folder, policy: loadShippedPolicy, under, log }, sure);
    };
    const passes = (ms: number) => {
      v.now += ms;
      counter += ms;
    };
    const isThere = async () => (await v.vault.item(item))?.destroyedAt === null;

    it('destroys what is due when so much time has passed', async () => {
      const sure = process();
      await round(sure);
      passes(90 * DAY_MS - HOUR_MS);
      await round(sure);
      assert.equal(await isThere(), true);
      passes(HOUR_MS);
      await round(sure);
      assert.equal(await isThere(), false);
      assert.deepEqual(
        said.filter((line) => line.includes('ahead')),
        [],
      );
    });

    it('destroys nothing where the clock is wrong at a start, says so, and goes on when it is right again', async () => {
      await round(process());
      v.now = NOON + 400 * DAY_MS;
      const sure = process();
      await round(sure);
      for (let day = 0; day < 10; day++) {
        passes(DAY_MS);
        await round(sure);
      }
      assert.equal(await isThere(), true);
      assert.match(said.at(-1) ?? '', /"ahead_h":9600.*the clock is ahead/);
      assert.equal((await aheadBy(v.db, v.now))?.ahead_ms, 400 * DAY_MS);
      v.now = NOON + 10 * DAY_MS;
      await round(sure);
      assert.equal((await aheadBy(v.db, v.now))?.ahead_ms, 0);
      passes(80 * DAY_MS);
      await round(sure);
      assert.equal(await isThere(), false);
    });

    it('destroys by a clock that is ahead when a person says that it is right', async () => {
      await round(process());
      v.now = NOON + 400 * DAY_MS;
      const sure = process();
      await round(sure);
      assert.equal(await isThere(), true);
      await believeClock(v.db, v.now);
      passes(HOUR_MS);
      await round(sure);
      assert.equal(await isThere(), false);
      const line = (await v.audit()).find(({ action }) => action === 'evidence.clock_believed');
      assert.deepEqual([line?.by, JSON.parse(line?.detail ?? '{}').before], ['operator', new Date(NOON).toISOString()]);
    });

    it('counts the time that several processes ran at once only once', async () => {
      const [one, other] = [process(), process()];
      await round(one);
      await round(other);
      for (let hour = 0; hour < 10; hour++) {
        v.now += 30 * DAY_MS;
        counter += HOUR_MS;
        await round(one);
        await round(other);
      }
      assert.equal((await aheadBy(v.db, v.now))?.due_ms, NOON + 10 * HOUR_MS);
    });
  });
}
