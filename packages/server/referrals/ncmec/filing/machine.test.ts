import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { NOT_BEGUN } from '../../kinds/filer.ts';
import { faults } from '../conformance-server/faults.ts';
import { atNcmec, contentAbout, file, filesOf, sentOf, stored } from '../testing/at-ncmec.ts';
import { memoryOf } from './memory.ts';

const PICTURE = { id: 'ev_1', content: Buffer.from('not really a picture'), seenByPerson: true };
const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');

describe('filing a report', () => {
  it('opens it, and files it, where there is only text', async () => {
    await using at = await atNcmec();
    const { filing, end, states } = await file(at, sentOf(at, contentAbout('mallory')));
    assert.equal(end, 'finished');
    assert.deepEqual(
      states.map(({ step }) => step),
      ['opened', 'finished'],
    );
    assert.deepEqual(at.told('mallory')?.finished, [filing.reference]);
    assert.match(filing.receipt?.text ?? '', /<reportDoneResponse>.*<reportId>1001<\/reportId>/s);
  });

  it('uploads each file and describes it before it files, and checks what NCMEC got', async () => {
    await using at = await atNcmec();
    const files = [PICTURE, { id: 'ev_2', content: Buffer.alloc(700_000, 7) }];
    const { end } = await file(at, sentOf(at, contentAbout('mallory'), files));
    assert.equal(end, 'finished');
    assert.deepEqual(
      at.log().map(({ call }) => call),
      ['submit', 'upload', 'fileinfo', 'upload', 'fileinfo', 'finish'],
    );
    assert.deepEqual(
      at.log().flatMap(({ md5: hash }) => hash ?? []),
      files.map(({ content }) => md5(content)),
    );
    const told = at.told('mallory');
    assert.deepEqual([told?.files, told?.allDescribed], [2, true]);
  });

  it('stores the number of the report before anything else happens', async () => {
    await using at = await atNcmec();
    const { filing } = await at.filer.step({ ...NOT_BEGUN }, sentOf(at, contentAbout('mallory'), [PICTURE]));
    assert.deepEqual(
      at.log().map(({ call }) => call),
      ['submit'],
    );
    assert.deepEqual([filing.report, memoryOf(stored(filing)).report], ['1001', '1001']);
  });

  it('refuses what is not valid before anything is opened', async () => {
    await using at = await atNcmec();
    const content = contentAbout('mallory');
    // as a content would be that another version has parsed
    const broken = { ...content, internetDetails: [] };
    const { end, filing } = await file(at, sentOf(at, broken));
    assert.equal(end, 'refused');
    assert.match(filing.problem ?? '', /Kith's XSD: .*reporter/);
    assert.deepEqual(at.log(), []);
  });
});

describe('where an answer is lost', () => {
  for (const fault of faults) {
    it(`files it once all the same, each file once: ${fault} in each call, one after the other`, async () => {
      for (let nth = 0; nth < 6; nth++) {
        await using at = await atNcmec({ timeout_ms: 150, silent_ms: 400, faults: { share: 0, seed: 1 } });
        at.server.failNext(nth, fault);
        const { filing, end } = await file(at, sentOf(at, contentAbout('mallory'), [PICTURE]));
        assert.equal(end, 'finished', `${nth}`);
        const told = at.told('mallory');
        assert.deepEqual(told?.finished, [filing.reference]);
        assert.deepEqual([told?.files, told?.allDescribed], [1, true]);
      }
    });
  }

  it('asks by taking it back, and takes "already finished" for the end', async () => {
    await using at = await atNcmec({ timeout_ms: 150, silent_ms: 400 });
    at.server.failNext(1, 'silent_after');
    const { filing, end } = await file(at, sentOf(at, contentAbout('mallory')));
    assert.equal(end, 'finished');
    assert.deepEqual(
      at.log().map(({ call, code }) => [call, code]),
      [
        ['submit', 0],
        ['finish', 0],
        ['retract', 5102],
      ],
    );
    assert.match(filing.receipt?.text ?? '', /<responseCode>5102</);
  });

  it('opens another where the first could be taken back, and remembers its number', async () => {
    await using at = await atNcmec({ timeout_ms: 150, silent_ms: 400 });
    at.server.failNext(1, 'silent_before');
    const { filing, end } = await file(at, sentOf(at, contentAbout('mallory')));
    assert.equal(end, 'finished');
    const told = at.told('mallory');
    assert.deepEqual([told?.retracted, told?.finished], [['1001'], ['1002']]);
    assert.deepEqual(memoryOf(filing).takenBack, ['1001']);
  });

  it('takes a report back where NCMEC got other bytes than were sent', async () => {
    await using at = await atNcmec();
    at.server.failNext(1, 'damaged_after');
    const { end } = await file(at, sentOf(at, contentAbout('mallory'), [PICTURE]));
    assert.equal(end, 'finished');
    const told = at.told('mallory');
    assert.deepEqual([told?.retracted, told?.finished, told?.files], [['1001'], ['1002'], 1]);
  });

  it('does not believe an answer of another report: not to /upload, /finish or /retract', async () => {
    for (const nth of [1, 3]) {
      await using at = await atNcmec();
      at.server.failNext(nth, 'other_report_after');
      const { end, filing } = await file(at, sentOf(at, contentAbout('mallory'), [PICTURE]));
      const told = at.told('mallory');
      assert.deepEqual([end, told?.finished], ['finished', [filing.reference]]);
      // a finished report can't be taken back, and says so
      assert.deepEqual(told?.retracted, nth === 1 ? ['1001'] : []);
    }
    await using at = await atNcmec();
    // two wrong answers: to /finish, which was done, and to /retract, which says that it was
    at.server.failNext(1, 'other_report_after', 2);
    const { end, filing } = await file(at, sentOf(at, contentAbout('eve')));
    assert.deepEqual([end, filing.reference, at.told('eve')?.finished], ['finished', '1001', ['1001']]);
    assert.deepEqual(
      at.log().map(({ call }) => call),
      ['submit', 'finish', 'retract', 'retract'],
    );
  });

  it('takes no number for its own that another referral has, or that it took back', async () => {
    for (const files of [[], [PICTURE]]) {
      await using at = await atNcmec();
      assert.equal((await file(at, sentOf(at, contentAbout('mallory')))).filing.reference, '1001');
      const submit = at.client.submit.bind(at.client);
      let left = 3;
      at.client.submit = async (...args) => {
        const reply = await submit(...args);
        if (reply.came === 'nothing' || left-- <= 0) return reply;
        return { ...reply, answer: { ...reply.answer, reportId: '1001' } };
      };
      const sent = { ...sentOf(at, contentAbout('eve'), files), isAnothers: async (one: string) => one === '1001' };
      const { end, filing, states } = await file(at, sent);
      assert.match(states[0]?.problem ?? '', /^submit: KITH_OTHER_REPORT/);
      assert.deepEqual([end, at.told('eve')?.finished], ['finished', [filing.reference]]);
      assert.notEqual(filing.reference, '1001');
    }
  });

  it('does not take a file for uploaded where NCMEC does not say what it got', async () => {
    await using at = await atNcmec();
    const upload = at.client.upload.bind(at.client);
    let left = 1;
    at.client.upload = async (...args) => {
      const reply = await upload(...args);
      if (reply.came === 'nothing' || left-- <= 0) return reply;
      return { ...reply, answer: { ...reply.answer, hash: null } };
    };
    await file(at, sentOf(at, contentAbout('mallory'), [PICTURE]));
    const told = at.told('mallory');
    assert.deepEqual([told?.retracted, told?.finished], [['1001'], ['1002']]);
  });

  it('leaves an orphan that is never finished where the answer to /submit was lost', async () => {
    await using at = await atNcmec({ timeout_ms: 150, silent_ms: 400 });
    at.server.failNext(0, 'silent_after');
    await file(at, sentOf(at, contentAbout('mallory')));
    const told = at.told('mallory');
    assert.deepEqual([told?.orphans, told?.finished], [['1001'], ['1002']]);
  });

  it('uploads a file again without more ado where it broke off before its end', async () => {
    await using at = await atNcmec({ timeout_ms: 300 });
    const large = { id: 'ev_1', content: Buffer.alloc(40 * 1024 * 1024) };
    at.server.failNext(1, 'hang_up');
    const { end } = await file(at, sentOf(at, contentAbout('mallory'), [large]));
    assert.equal(end, 'finished');
    assert.deepEqual(at.told('mallory')?.retracted, []);
    assert.equal(at.told('mallory')?.files, 1);
  });
});

describe('where the process dies', () => {
  it('files it once, whichever step was stored last and whatever was done after it', async () => {
    const files = [PICTURE, { id: 'ev_2', content: Buffer.from('another') }];
    const count = await (async () => {
      await using at = await atNcmec();
      return (await file(at, sentOf(at, contentAbout('mallory'), files))).states.length;
    })();
    for (let last = 0; last < count; last++) {
      for (const afterwards of [false, true]) {
        await using at = await atNcmec();
        const sent = sentOf(at, contentAbout('mallory'), files);
        let left = last;
        const { filing } =
          last === 0 ? { filing: { ...NOT_BEGUN } } : await file(at, sent, { until: () => --left === 0 });
        // the next step is taken, and the process dies before what came of it is stored
        if (afterwards) await at.filer.step(stored(filing), sent);
        const { end, filing: became } = await file(at, sent, { from: stored(filing), filer: at.another() });
        assert.equal(end, 'finished');
        const told = at.told('mallory');
        assert.deepEqual(told?.finished, [became.reference], `after ${last}, ${afterwards}`);
        assert.deepEqual([told?.files, told?.allDescribed], [2, true]);
      }
    }
  });

  it('asks NCMEC before anything else where it does not know whether it has filed', async () => {
    await using at = await atNcmec();
    const sent = sentOf(at, contentAbout('mallory'));
    const { filing } = await file(at, sent, { until: ({ step }) => step === 'opened' });
    await at.filer.step(stored(filing), sent);
    await file(at, sent, { from: filing, filer: at.another() });
    assert.deepEqual(
      at.log().map(({ call }) => call),
      ['submit', 'finish', 'retract'],
    );
  });
});

describe('a report that expires', () => {
  it('is taken back and opened anew before NCMEC deletes it', async () => {
    await using at = await atNcmec();
    const sent = sentOf(at, contentAbout('mallory'), [PICTURE]);
    const { filing } = await file(at, sent, { until: ({ step }) => step === 'uploading' });
    at.clock.now_ms += 23.9 * 3_600_000;
    const { end } = await file(at, sent, { from: filing });
    assert.equal(end, 'finished');
    const told = at.told('mallory');
    assert.deepEqual([told?.retracted, told?.finished], [['1001'], ['1002']]);
  });

  it('is opened anew where NCMEC has deleted it', async () => {
    await using at = await atNcmec();
    const sent = sentOf(at, contentAbout('mallory'));
    const { filing } = await file(at, sent, { until: ({ step }) => step === 'opened' });
    at.clock.now_ms += 30 * 3_600_000;
    const { end } = await file(at, sent, { from: filing });
    assert.equal(end, 'finished');
    assert.deepEqual(
      at.log().map(({ call, code }) => [call, code]),
      [
        ['submit', 0],
        ['retract', 5001],
        ['submit', 0],
        ['finish', 0],
      ],
    );
  });

  it('lasts an hour from its last change, when that is later', async () => {
    await using at = await atNcmec();
    const sent = sentOf(at, contentAbout('mallory'), [PICTURE, { id: 'ev_2', content: Buffer.from('x') }]);
    const opened = await file(at, sent, { until: ({ step }) => step === 'opened' });
    at.clock.now_ms += 23.5 * 3_600_000;
    const uploading = await file(at, sent, { from: opened.filing, until: ({ filesDone }) => filesDone === 1 });
    at.clock.now_ms += 0.7 * 3_600_000;
    const { end } = await file(at, sent, { from: uploading.filing });
    assert.equal(end, 'finished');
    assert.deepEqual(at.told('mallory')?.retracted, []);
  });
});

describe('what NCMEC answers', () => {
  it('waits where the credentials are not taken, opens nothing, and goes on once they are', async () => {
    await using at = await atNcmec({ users: [{ username: 'kith', password: 'changed', rights: 'all' }] });
    const { filing, next } = await at.filer.step({ ...NOT_BEGUN }, sentOf(at, contentAbout('mallory')));
    assert.match(filing.problem ?? '', /^not authorised\. submit: code 2000 \(Request-ID [\w-]+\)$/);
    assert.ok(typeof next === 'object' && next.waitUntil_ms > at.clock.now_ms);
  });

  it('keeps an open report where updating is not allowed, until it is', async () => {
    await using at = await atNcmec({ users: [{ username: 'kith', password: 'correct horse', rights: 'no_updates' }] });
    const sent = sentOf(at, contentAbout('mallory'));
    const { filing } = await file(at, sent, { until: ({ attempts }) => attempts > 0 });
    assert.match(filing.problem ?? '', /code 3300/);
    assert.equal(filing.report, '1001');
  });

  it('takes back what is refused, so that nothing is open when a person looks', async () => {
    await using at = await atNcmec();
    // an empty file is refused as malformed
    const { end, filing } = await file(
      at,
      sentOf(at, contentAbout('mallory'), [{ id: 'ev_1', content: Buffer.alloc(0) }]),
    );
    assert.equal(end, 'refused');
    assert.match(filing.problem ?? '', /^upload: code 4200/);
    assert.deepEqual([filing.report, at.told('mallory')?.retracted], [null, ['1001']]);
  });

  it('gives up after two weeks in which nothing could be opened, and says what came last', async () => {
    await using at = await atNcmec({ faults: { share: 1, seed: 3 }, timeout_ms: 50, silent_ms: 100 });
    at.server.failNext(0, 'code', 10_000);
    const begun = at.clock.now_ms;
    const { end, filing } = await file(at, sentOf(at, contentAbout('mallory')));
    assert.equal(end, 'refused');
    assert.match(filing.problem ?? '', /^given up: submit: code 1100/);
    assert.ok(at.clock.now_ms - begun > 14 * 86_400_000);
    assert.ok(filing.attempts < 1_000);
  });
});

describe('evidence that goes with it', () => {
  it('was opened by a person where the audit log says so, and not where it does not', async () => {
    await using at = await atNcmec();
    const bodies: string[] = [];
    at.server.onBody = (call, body) => {
      if (call === 'fileinfo') bodies.push(Buffer.from(body).toString('utf8'));
    };
    const files = [PICTURE, { id: 'ev_2', content: Buffer.from('x') }];
    await file(at, sentOf(at, contentAbout('mallory'), files));
    assert.match(bodies[0] ?? '', /<fileViewedByEsp>true</);
    assert.match(bodies[1] ?? '', /<fileViewedByEsp>false</);
    for (const body of bodies) assert.match(body, /<originalFileHash hashType="MD5">[0-9a-f]{32}</);
  });

  it('is refused where it is damaged, and nothing stays open', async () => {
    await using at = await atNcmec();
    const sent = sentOf(at, contentAbout('mallory'), [PICTURE]);
    const damaged = { ...sent, files: { ...filesOf([PICTURE]), read: () => Promise.reject(failed('damaged')) } };
    const { end, filing } = await file(at, damaged);
    assert.deepEqual([end, filing.problem, at.told('mallory')?.retracted], ['refused', 'evidence: damaged', ['1001']]);
  });

  it('is waited for where the storage does not answer', async () => {
    await using at = await atNcmec();
    const sent = sentOf(at, contentAbout('mallory'), [PICTURE]);
    let times = 0;
    const plain = sent.files;
    const slow = { ...plain, read: (id: string) => (times++ < 3 ? Promise.reject(failed('storage')) : plain.read(id)) };
    const { end } = await file(at, { ...sent, files: slow });
    assert.deepEqual([end, at.told('mallory')?.retracted], ['finished', []]);
  });

  it('has in full what was cut in the report, in a file of its own', async () => {
    await using at = await atNcmec();
    const bodies: string[] = [];
    at.server.onBody = (call, body) => {
      if (call === 'upload') bodies.push(Buffer.from(body).toString('utf8'));
    };
    const long = `${'l'.repeat(300)}END`;
    await file(at, sentOf(at, contentAbout('m', { personOrUserReported: { espIdentifier: 'm', screenName: long } })));
    assert.equal(bodies.length, 1);
    assert.match(bodies[0] ?? '', /personOrUserReported\.screenName .*\nl{300}END/);
  });
});

const failed = (code: string): Error => Object.assign(new Error(code), { code });
