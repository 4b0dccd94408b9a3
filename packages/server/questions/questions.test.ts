import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accountView, answer, contactView } from '@kith/contract';
import { databases } from '../ground/testing/records.ts';
import { type Running, runKith, runKithOn } from '../testing/kith.ts';

let kith: Running;
let made = 0;

async function tell(type: string, data: object): Promise<void> {
  const response = await kith.post('/v1/events', { id: `q${++made}`, type, data });
  assert.equal(response.status, 200, await response.text());
}

async function ask(question: object) {
  const response = await kith.post('/v1/decisions', question);
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return answer.parse(JSON.parse(text));
}

async function outcomes(question: object) {
  const given = await ask(question);
  assert.ok('answers' in given);
  return given.answers.map((a) => [a.account, a.outcome, a.reason?.code]);
}

const problem = async (response: Response) =>
  ((await response.json()) as { error: { code: string; field?: string; message: string } }).error;

before(async () => {
  kith = await runKith();
  for (const [actor, band] of [
    ['ann', 'adult'],
    ['ben', 'adult'],
    ['teen', '13to15'],
    ['gone', 'adult'],
  ]) {
    await tell('account.created', { actor, age: { band }, country: 'GB', region: 'GB-WLS', language: 'cy' });
  }
  await tell('account.deleted', { actor: 'gone' });
  await tell('account.blocked', { actor: 'ben', other: 'ann' });
});
after(() => kith.end());

describe('a question', () => {
  it('about suggestions is answered for each candidate, in order', async () => {
    assert.deepEqual(
      await outcomes({ question: 'suggest', viewer: 'ann', candidates: ['new', 'teen', 'ben', 'gone', 'ann', 'teen'] }),
      [
        // of whom nothing is known may be a child
        ['new', 'block', 'not_suggested'],
        ['teen', 'block', 'not_suggested'],
        ['ben', 'block', 'blocked'],
        ['gone', 'block', 'account_gone'],
        ['ann', 'allow', undefined],
        ['teen', 'block', 'not_suggested'],
      ],
    );
    assert.deepEqual(await outcomes({ question: 'suggest', viewer: 'teen', candidates: ['ann'] }), [
      ['ann', 'block', 'no_suggestions'],
    ]);
  });

  it('about connection lists and locations is answered by the settings of those who are to be seen', async () => {
    const candidates = ['teen', 'ben'];
    assert.deepEqual(await outcomes({ question: 'connections', viewer: 'new', owner: 'ben', candidates }), [
      ['teen', 'block', 'hidden_in_lists'],
      ['ben', 'allow', undefined],
    ]);
    assert.deepEqual(await outcomes({ question: 'connections', viewer: 'new', owner: 'teen', candidates: ['ben'] }), [
      ['ben', 'block', 'list_hidden'],
    ]);
    assert.deepEqual(await outcomes({ question: 'location', viewer: 'new', candidates }), [
      ['teen', 'block', 'location_hidden'],
      ['ben', 'allow', undefined],
    ]);
  });

  it('names its reason with the measure and words for it', async () => {
    const given = await ask({ question: 'location', viewer: 'new', candidates: ['teen'] });
    assert.ok('answers' in given);
    const reason = given.answers[0]?.reason;
    assert.equal(reason?.measure, 'F1.6');
    assert.ok((reason?.words.length ?? 0) > 10);
    assert.equal(given.policy, 'kith-1');
  });

  it('may have 1,000 candidates, with names as long as they come, and no more', async () => {
    const candidates = Array.from({ length: 1000 }, (_, i) => `${i}`.padEnd(128, 'é'));
    assert.equal((await outcomes({ question: 'suggest', viewer: 'ann', candidates })).length, 1000);
    const more = await kith.post('/v1/decisions', {
      question: 'suggest',
      viewer: 'ann',
      candidates: [...candidates, 'x'],
    });
    assert.equal(more.status, 400);
    assert.equal((await problem(more)).field, 'candidates');
  });

  it('about an event is answered as telling it would be, and writes nothing', async () => {
    const event = {
      id: 'asked',
      type: 'message.sent',
      data: { actor: 'ann', other: 'teen', message: 'm1', text: 'hi' },
    };
    const asked = await ask({ question: 'event', event });
    assert.deepEqual(await ask({ question: 'event', event }), asked);
    assert.equal((await kith.get('/v1/contacts/ann/teen')).status, 404);
    const told = (await (await kith.post('/v1/events', event)).json()) as { status: string; decision: object };
    assert.equal(told.status, 'accepted');
    assert.deepEqual({ decision: told.decision }, asked);
  });

  it('about an event that is wrong is refused at its field', async () => {
    const time = '2090-01-01T00:00:00Z';
    const event = { id: 'x', type: 'account.deleted', time, data: { actor: 'a' } };
    const ahead = await problem(await kith.post('/v1/decisions', { question: 'event', event }));
    assert.deepEqual([ahead.code, ahead.field], ['invalid_field', 'event.time']);
    const nobody = { question: 'event', event: { id: 'x', type: 'message.sent', data: { actor: 'a', message: 'm' } } };
    assert.equal((await problem(await kith.post('/v1/decisions', nobody))).field, 'event.data.other');
  });
});

describe('a view', () => {
  it('of an account says what is known and what follows from it', async () => {
    const view = accountView.parse(await (await kith.get('/v1/accounts/teen')).json());
    assert.deepEqual(view.age, { band: '13to15', method: 'declared', confidence: 0.5 });
    assert.deepEqual(view.child, { whenContacted: true, whenContacting: true });
    assert.deepEqual([view.country, view.region, view.language], ['GB', 'GB-WLS', 'cy']);
    assert.equal(view.settings.directMessages, 'connections');
    assert.equal(view.pendingSettings, undefined);
    const ann = accountView.parse(await (await kith.get('/v1/accounts/ann')).json());
    assert.deepEqual(ann.child, { whenContacted: false, whenContacting: false });
  });

  it('of an account that asked for less protection shows what waits for a yes', async () => {
    await tell('settings.changed', { actor: 'teen', settings: { showLocation: true } });
    const view = accountView.parse(await (await kith.get('/v1/accounts/teen')).json());
    assert.equal(view.settings.showLocation, false);
    assert.deepEqual(view.pendingSettings, { showLocation: true });
  });

  it('counts the children who blocked or reported', async () => {
    await tell('account.blocked', { actor: 'teen', other: 'ben' });
    const view = accountView.parse(await (await kith.get('/v1/accounts/ben')).json());
    assert.equal(view.childrenAgainst30d, 1);
  });

  it('of a contact says what one did towards the other', async () => {
    const view = contactView.parse(await (await kith.get('/v1/contacts/ben/ann')).json());
    assert.deepEqual([view.actor, view.other, view.known, view.blocking], ['ben', 'ann', true, true]);
    assert.ok(view.blockedAt !== undefined);
    const back = contactView.parse(await (await kith.get('/v1/contacts/ann/ben')).json());
    assert.deepEqual([back.known, back.blocking], [false, false]);
  });

  it('of what nobody told of is not known', async () => {
    for (const path of ['/v1/accounts/nobody', '/v1/contacts/nobody/ann', '/v1/accounts/__proto__']) {
      const response = await kith.get(path);
      assert.equal(response.status, 404);
      assert.equal((await problem(response)).code, 'not_known');
    }
  });

  it('takes any name that an account may have, and no other', async () => {
    for (const name of ['a/b', 'é😀', '%', '?x=1#y', 'x'.repeat(128), '😀'.repeat(64)]) {
      await tell('account.created', { actor: name, age: { band: 'adult' } });
      const view = accountView.parse(await (await kith.get(`/v1/accounts/${encodeURIComponent(name)}`)).json());
      assert.equal(view.id, name);
    }
    for (const [name, status] of [
      ['x'.repeat(129), 400],
      ['%00', 400],
      ['%ED%A0%80', 400],
      ['%zz', 400],
      ['x'.repeat(2000), 414],
    ] as const) {
      assert.equal((await kith.get(`/v1/accounts/${name}`)).status, status, name.slice(0, 20));
    }
  });
});

/** What two did towards each other, in the order in which it is told: the minute after ten, and the event. */
const STORY: [minute: number, type: string, data: object][] = [
  [0, 'account.created', { actor: 'gil', age: { band: 'adult' } }],
  [0, 'account.created', { actor: 'hal', age: { band: 'adult' } }],
  [0, 'account.created', { actor: 'kid', age: { band: '13to15' } }],
  [1, 'connection.requested', { actor: 'gil', other: 'hal' }],
  [2, 'connection.accepted', { actor: 'hal', other: 'gil' }],
  // no reply: asking to connect was no message
  [3, 'message.sent', { actor: 'hal', other: 'gil', message: 'm3' }],
  [4, 'message.sent', { actor: 'hal', other: 'gil', message: 'm4' }],
  [5, 'message.sent', { actor: 'gil', other: 'hal', message: 'm5' }],
  // no second reply to the same
  [6, 'message.sent', { actor: 'gil', other: 'hal', message: 'm6' }],
  [8, 'message.sent', { actor: 'hal', other: 'gil', message: 'm8' }],
  // told late: it is counted, and moves no time back
  [7, 'message.sent', { actor: 'hal', other: 'gil', message: 'm7' }],
  [9, 'conversation.created', { actor: 'gil', conversation: 'few', kind: 'group', members: ['hal'] }],
  [10, 'message.sent', { actor: 'hal', conversation: 'few', message: 'm10' }],
  // withheld: they are not connected
  [11, 'message.sent', { actor: 'gil', other: 'kid', message: 'm11' }],
  [12, 'message.sent', { actor: 'gil', other: 'kid', message: 'm12' }],
  [13, 'account.blocked', { actor: 'kid', other: 'gil' }],
];
const timeAt = (minute: number): string => new Date(Date.UTC(2026, 2, 1, 10, minute)).toISOString();

/** Of each direction what is counted, and the minutes. */
const OUTCOME = {
  'gil/hal': { began: true, firstAt: 1, lastAt: 6, messages: 2, replies: 1, groupMessages: 0, withheld: 0 },
  'hal/gil': { began: false, firstAt: 2, lastAt: 10, messages: 4, replies: 1, groupMessages: 1, withheld: 0 },
  'gil/kid': { began: true, firstAt: 11, lastAt: 12, messages: 0, replies: 0, groupMessages: 0, withheld: 2 },
  'kid/gil': { began: false, firstAt: 13, lastAt: 13, messages: 0, replies: 0, groupMessages: 0, withheld: 0 },
};

for (const kind of databases) {
  it(`a contact says who began, when it was first and last, and what was written, each way (${kind})`, async () => {
    const here = await runKithOn(kind, 'contact_counts');
    try {
      for (const [i, [minute, type, data]] of STORY.entries()) {
        const response = await here.post('/v1/events', { id: `c${i}`, type, time: timeAt(minute), data });
        assert.equal(response.status, 200, await response.text());
      }
      for (const [pair, { firstAt, lastAt, ...counted }] of Object.entries(OUTCOME)) {
        const view = contactView.parse(await (await here.get(`/v1/contacts/${pair}`)).json());
        const { began, messages, replies, groupMessages, withheld } = view;
        assert.deepEqual({ began, messages, replies, groupMessages, withheld }, counted, pair);
        assert.deepEqual([view.firstAt, view.lastAt], [timeAt(firstAt), timeAt(lastAt)], pair);
      }
    } finally {
      await here.end();
    }
  });
}
