/** The numbers of a small history that is known, on both databases. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { casePolicy, numbersView } from '@kith/contract';
import fc from 'fast-check';
import type { Kysely } from 'kysely';
import { openCase } from '../cases/testing/cases.ts';
import { cell } from '../ground/csv/index.ts';
import type { CaseRow, Records, RulingRow } from '../ground/database/index.ts';
import { databases, testRecords } from '../ground/testing/records.ts';
import { openRecords } from '../stores.ts';
import { type Running, runKithOn } from '../testing/kith.ts';
import { type Staff, signIn } from '../testing/sign-in.ts';
import { falseAlertsByCohort } from './by-cohort.ts';
import { toCsv } from './csv.ts';
import { falseAlertsOf } from './false-alerts.ts';
import { accuracyOf, backlogOf, daysOf, timeOf } from './measure.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FROM = Date.UTC(2026, 5, 1);
const period = { from_ms: FROM, until_ms: FROM + 3 * DAY_MS };
const policy = casePolicy.parse({ targets: { hours: { urgent: 2, high: 24, normal: 72 } } });

/** A case that took so many hours from its opening until it was decided, and what was ruled. */
async function decided(
  db: Kysely<Records>,
  id: string,
  took: number,
  measures: string[],
  more: Partial<CaseRow> = {},
  ruled: Partial<RulingRow> = {},
): Promise<void> {
  const opened = FROM + HOUR_MS;
  const decided_at = opened + took * HOUR_MS;
  const due_at = opened + 2 * HOUR_MS;
  const times = { opened_at: opened, waits_since: opened, decided_at, due_at };
  await openCase(db, id, { state: 'closed', band: 'urgent', ...times, ...more });
  await db
    .insertInto('ruling')
    .values({
      ...{ id: `rul_${id}`, case_id: id, account: `account-${id}`, measures: JSON.stringify(measures), policy: 'p' },
      ...{
        policy_version: 'kith-1',
        reason: 'r',
        untold: null,
        content: '[]',
        refer: 0,
        machine: 1,
        state: 'in_force',
      },
      ...{ first_by: 'ana', first_at: decided_at, second_by: null, second_at: null, second_agreed: null },
      ...{ second_note: null, undo_until: 0, in_force_at: decided_at, features: null, model: 'm', drawn: null },
      ...{ final: 0, final_at: null, due_at: null, ...ruled },
    })
    .execute();
}

const because = (...terms: string[]) => JSON.stringify(terms.map((term) => ({ term, points: 1 })));
const second = (agreed: 0 | 1) => ({ second_by: 'ben', second_at: FROM + DAY_MS, second_agreed: agreed });

for (const kind of databases) {
  it(`the numbers of a period are those of its history (${kind})`, async () => {
    const { kysely: db, close } = await testRecords(kind, 'numbers');
    try {
      await decided(db, 'a', 1, ['no_violation'], { why: because('SECRECY', 'SECRECY', 'children1d') });
      await decided(db, 'b', 2, ['disable'], { why: because('SECRECY') }, second(1));
      await decided(db, 'c', 5, ['no_violation'], { why: '{"rule":"many-children","words":"x"}' }, second(0));
      await decided(db, 'd', 30, ['warn'], {
        band: 'high',
        queue: 'reports',
        why: '{"report":"rep_1","category":"unkind"}',
      });
      await decided(db, 'before', 1, ['no_violation'], {
        decided_at: FROM - 1,
        opened_at: FROM - DAY_MS,
        why: because('GIFT'),
      });
      await decided(db, 'withdrawn', 3, ['no_violation'], { why: because('GIFT') }, { state: 'withdrawn' });
      await openCase(db, 'merged', { state: 'closed', decided_at: FROM + 5, merged_into: 'a', opened_at: FROM + 1 });
      const signal = { event: 'e', other: 'kim', message: 'm', code: 'SECRECY', weight: 1, words: null, at: FROM };
      await db
        .insertInto('signal')
        .values([
          { ...signal, id: 's1', account: 'account-a', cue: 'en/SECRECY/tell' },
          { ...signal, id: 's2', account: 'account-a', cue: 'en/SECRECY/tell' },
          { ...signal, id: 's3', account: 'account-b', cue: 'en/SECRECY/tell' },
          { ...signal, id: 's4', account: 'account-a', cue: 'later', at: FROM + 3 * DAY_MS },
        ])
        .execute();
      const time = await timeOf(db, period, policy);
      assert.deepEqual(time.inTime, { of: 5, count: 2, share: 0.4, target: 0.95 });
      assert.deepEqual(time.bands, [
        {
          ...{ queue: 'reports', band: 'high', decided: 1, inTime: 0, medianHours: 30, p90Hours: 30, targetHours: 24 },
        },
        { ...{ queue: 'risk', band: 'urgent', decided: 4, inTime: 2, medianHours: 2, p90Hours: 5, targetHours: 2 } },
      ]);

      const appeal = {
        ...{
          ruling: 'rul_b',
          case_id: 'b',
          account: 'account-b',
          text: '',
          language: 'en',
          filed_at: FROM,
          answer_at: 0,
        },
        ...{ rank: 0, leased_by: null, leased_until: 0, version: 0, judged_by: 'cai', judged_reason: 'x' },
        ...{ proposed_by: null, proposed_at: null, proposed_reason: null },
      };
      await db
        .insertInto('appeal')
        .values([
          { ...appeal, id: 'app_1', state: 'overturned', judged_at: FROM + 9 },
          { ...appeal, id: 'app_2', state: 'upheld', judged_at: FROM + 10, ruling: 'rul_a' },
          { ...appeal, id: 'app_3', state: 'upheld', judged_at: FROM + 11, ruling: 'rul_c' },
          { ...appeal, id: 'app_4', state: 'open', judged_at: null, ruling: 'rul_d' },
        ])
        .execute();
      assert.deepEqual(await accuracyOf(db, period, policy), {
        agreed: { of: 2, count: 1, share: 0.5, target: 0.95 },
        upheld: { of: 3, count: 2, share: 2 / 3, target: 0.95 },
        appealsOpen: 1,
      });

      const now = FROM + 10 * DAY_MS;
      for (const [id, h] of [
        ['w1', 0.5],
        ['w2', 2],
        ['w3', 100],
      ] as const) {
        const since = now - h * HOUR_MS;
        await openCase(db, id, { opened_at: since, waits_since: since, due_at: since + 24 * HOUR_MS });
      }
      const [backlog] = await backlogOf(db, now);
      assert.deepEqual([backlog.waiting, backlog.overdue, backlog.oldestHours], [3, 1, 100]);
      assert.deepEqual(
        backlog.ages.map(({ count }) => count),
        [1, 1, 0, 0, 1, 0],
      );
      assert.deepEqual(
        (await daysOf(db, period)).map(({ day, opened, decided }) => [day, opened, decided]),
        [
          ['2026-06-01', 5, 4],
          ['2026-06-02', 0, 1],
          ['2026-06-03', 0, 0],
        ],
      );

      const alerts = await falseAlertsOf(db, period);
      const shown = alerts.map(({ kind, name, of, harmless }) => [kind, name, of, harmless]).sort();
      assert.deepEqual(shown, [
        ['cue', 'en/SECRECY/tell', 2, 1],
        ['rule', 'many-children', 1, 1],
        ['term', 'SECRECY', 2, 1],
        ['term', 'children1d', 1, 1],
      ]);
      for (const { share, low, high } of alerts) assert.ok(low <= share && share <= high);
    } finally {
      await close();
    }
  });
}

for (const kind of databases) {
  it(`alerts that were false are told by groups of accounts, and of no group of whom few were ruled on (${kind})`, async () => {
    const { kysely: db, close } = await testRecords(kind, 'numbers_cohorts');
    const ruled = async (cohort: string | null, count: number, harmless: number, more: Partial<RulingRow> = {}) => {
      for (let i = 0; i < count; i++) {
        const measures = i < harmless ? ['no_violation'] : ['disable'];
        const id = `${cohort}${i}${JSON.stringify(more)}`;
        await decided(db, id, 1, measures, {}, { cohort, in_force_at: FROM + 1, ...more });
      }
    };
    try {
      await ruled('adult en GB', 8, 6);
      await ruled('adult en', 5, 0);
      await ruled('13to15', 4, 4);
      await ruled(null, 3, 1);
      // of these nobody was alerted, or not in these days, or it holds no longer
      await ruled('adult en', 6, 6, { machine: 0 });
      await ruled('adult en', 6, 6, { drawn: 0.01 });
      await ruled('adult en', 6, 6, { in_force_at: FROM - 1 });
      await ruled('adult en', 6, 6, { state: 'withdrawn' });
      const found = await falseAlertsByCohort(db, period);
      assert.deepEqual(
        found.map(({ cohort, of, harmless, share }) => [cohort, of, harmless, share]),
        [
          ['adult en', 5, 0, 0],
          ['adult en GB', 8, 6, 0.75],
          ['others', 7, 5, 5 / 7],
        ],
      );
      for (const { share, low, high } of found)
        assert.ok(low <= share + 1e-9 && share <= high + 1e-9 && high - low > 0.1);
      await db.deleteFrom('ruling').where('cohort', 'is', null).execute();
      const fewer = await falseAlertsByCohort(db, period);
      assert.deepEqual(
        fewer.map(({ cohort }) => cohort),
        ['adult en', 'adult en GB'],
      );
    } finally {
      await close();
    }
  });
}

/** What people ruled is in the numbers, and nothing of who did: nobody's speed can be read from them, nor anybody's rank. */
async function namesNobody(kith: Running, lead: Staff): Promise<void> {
  const { records, close } = await openRecords(kith.config);
  try {
    const by = { first_by: 'sta_first', second_by: 'sta_second', second_at: FROM + DAY_MS, second_agreed: 1 } as const;
    for (let i = 0; i < 5; i++)
      await decided(records, `c${i}`, 1, ['no_violation'], { why: because('AGE') }, { ...by, in_force_at: FROM });
  } finally {
    await close();
  }
  const query = 'from=2026-06-01&to=2026-06-03';
  const view = numbersView.parse(await (await lead.get(`/v1/numbers?${query}`)).json());
  assert.equal(view.time.inTime.of, 5);
  const csv = await (await lead.get(`/v1/numbers.csv?${query}`)).text();
  assert.ok(csv.includes('second looks that agreed'));
  const [others, ...more] = view.falseAlertsByCohort;
  assert.deepEqual([others?.words, others?.of, others?.harmless, more], ['all others', 5, 5, []]);
  assert.match(csv, /"false alerts by cohort","","others","share",1\r\n/);
  for (const said of [JSON.stringify(view), csv]) assert.doesNotMatch(said, /sta_|moderator|pseudonym/);
}

describe('numbers over HTTP', () => {
  it('are for those who lead, as JSON and as a table, on both stores', async () => {
    for (const kind of databases) {
      const kith = await runKithOn(kind, 'numbers_http');
      try {
        const [lead, moderator] = [await signIn(kith, ['lead']), await signIn(kith, ['moderator'])];
        const today = new Date().toISOString().slice(0, 10);
        const query = `from=${today}&to=${today}`;
        const view = numbersView.parse(await (await lead.get(`/v1/numbers?${query}`)).json());
        assert.deepEqual([view.days.length, view.time.inTime.share, view.falseAlerts], [1, null, []]);
        const csv = await lead.get(`/v1/numbers.csv?${query}`);
        assert.match(csv.headers.get('content-type') ?? '', /^text\/csv/);
        assert.match(await csv.text(), /^"section","queue","name","measure","value"\r\n"period"/);
        assert.equal((await moderator.get(`/v1/numbers?${query}`)).status, 404);
        const wrong = await lead.get('/v1/numbers?from=2026-01-02&to=2026-01-01');
        assert.deepEqual([wrong.status, (await wrong.json()).error.field], [400, 'to']);
        assert.equal((await lead.get('/v1/numbers?from=2020-01-01&to=2026-01-01')).status, 400);
        await namesNobody(kith, lead);
      } finally {
        await kith.end();
      }
    }
  });
});

describe('a table for spreadsheets', () => {
  it('takes nothing for a formula, whatever a name looks like', () => {
    const plain = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '\u200b=1', '\u202e=1', '\r\n=1'];
    const wide = ['\uff1d1+1', '\uff0b1', '\uff0d1', '\uff20SUM(A1)'];
    const unseen = ['\0=1', '\u001b=1', '\u3164=1', '\u2800=1', '\ufe0f=1'];
    for (const name of [...plain, ...wide, ...unseen]) {
      assert.match(cell(name), /^"'/, JSON.stringify(name));
    }
    assert.equal(cell('say "x"'), '"say ""x"""');
    assert.equal(cell(-3), '-3');
  });

  it('keeps every text whole, in its cell', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const inside = cell(text).slice(1, -1).replaceAll('""', '"');
        assert.ok(inside === text || inside === `'${text}`);
        assert.ok(!/^"[\s\p{C}\u3164\u2800]*[=+\-@＝＋－＠]/u.test(cell(text)));
      }),
    );
  });

  it('says each number once', () => {
    const csv = toCsv({
      ...{ from: 'a', until: 'b', days: [{ day: '2026-06-01', opened: 3, decided: 2 }], backlog: [] },
      time: { inTime: { of: 0, count: 0, share: null, target: 0.95 }, bands: [] },
      accuracy: {
        agreed: { of: 0, count: 0, share: null, target: 0.95 },
        ...{ upheld: { of: 0, count: 0, share: null, target: 0.95 }, appealsOpen: 0 },
      },
      falseAlerts: [
        { kind: 'report', name: '=HYPERLINK("x")', words: 'y', of: 2, harmless: 1, share: 0.5, low: 0.1, high: 0.9 },
      ],
      falseAlertsByCohort: [],
    });
    assert.match(csv, /"false alerts","report","'=HYPERLINK\(""x""\)","harmless",1\r\n/);
    assert.match(csv, /"days","","2026-06-01","opened",3\r\n/);
  });
});
