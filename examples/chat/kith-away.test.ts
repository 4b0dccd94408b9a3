/** The chat by itself, with Kith out of reach but for what it sends: nothing is lost, and nothing is delivered on a guess. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { connect as createSocket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { Webhook } from '@kith/client';
import { WebSocket } from 'ws';
import type { Action, Talk, View } from './protocol.ts';
import { type RunningChat, startChat } from './start.ts';
import { freePort, WEBHOOK_SECRET } from './testing/place.ts';

/** How long something may take that happens at once, milliseconds. */
const PATIENCE_MS = 5_000;

describe('the chat while Kith is away', () => {
  let chat: RunningChat;
  const windows: WebSocket[] = [];
  before(async () => {
    const [port, nobody] = [await freePort(), await freePort()];
    chat = await startChat({
      ...{ file: ':memory:', port, kithUrl: `http://127.0.0.1:${nobody}`, key: 'none' },
      ...{ webhookSecret: WEBHOOK_SECRET, log: () => {} },
    });
  });
  after(async () => {
    for (const window of windows) window.terminate();
    await chat?.stop();
  });

  interface Window {
    view(until: (view: View) => boolean): Promise<View>;
    does(action: Action): Promise<string>;
    closed: Promise<number>;
  }

  async function sit(person: string): Promise<Window> {
    const page = await (await fetch(`${chat.url}/as/${person}`)).text();
    const ticket = /name="ticket" content="([^"]+)"/.exec(page)?.[1];
    const socket = new WebSocket(`${chat.url.replace('http', 'ws')}/socket`, { origin: chat.url });
    windows.push(socket);
    let last: View | null = null;
    let n = 0;
    const looking = new Set<() => void>();
    const answers = new Map<number, (answer: string) => void>();
    socket.on('message', (data) => {
      const message = JSON.parse(String(data));
      if (message.view !== undefined) last = message.view;
      answers.get(message.n)?.(message.refused ?? 'done');
      for (const look of looking) look();
    });
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send(JSON.stringify({ ticket }));
    return {
      view: (until) =>
        new Promise((resolve, reject) => {
          const late = setTimeout(() => reject(new Error(`never seen: ${JSON.stringify(last)}`)), PATIENCE_MS);
          const look = () => {
            if (last === null || !until(last)) return;
            clearTimeout(late);
            looking.delete(look);
            resolve(last);
          };
          looking.add(look);
          look();
        }),
      does: (action) =>
        new Promise((resolve) => {
          answers.set(++n, resolve);
          socket.send(JSON.stringify({ n, action }));
        }),
      closed: new Promise((resolve) => socket.once('close', resolve)),
    };
  }

  let sent = 0;
  async function kithSends(webhook: Pick<Webhook, 'type'> & { data: object }, forged = false, id = `w-${++sent}`) {
    const { status } = await kithPosts('/kith', { ...webhook, timestamp: new Date().toISOString() }, forged, id);
    return status;
  }

  async function kithPosts(path: string, sent: object, forged: boolean, id: string): Promise<Response> {
    const body = JSON.stringify(sent);
    const time = String(Math.floor(Date.now() / 1000));
    const key = forged ? Buffer.from('somebody else') : Buffer.from(WEBHOOK_SECRET.slice('whsec_'.length), 'base64');
    const signature = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest('base64');
    const headers = { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': `v1,${signature}` };
    return fetch(chat.url + path, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body,
    });
  }

  it('tells Kith alone what people are called, and only those whom it asks for', async () => {
    const asked = { accounts: ['kofi', 'nobody', "x' OR 1=1"], conversations: ['none'] };
    const told = await kithPosts('/kith/names', asked, false, 'names-1');
    assert.deepEqual(await told.json(), { accounts: { kofi: { name: 'Kofi Sample' } }, conversations: {} });
    const forged = await kithPosts('/kith/names', asked, true, 'names-2');
    assert.equal(forged.status, 400);
    assert.doesNotMatch(await forged.text(), /Kofi/);
  });

  const revised = (message: string, outcome: string) => ({
    type: 'decision.revised' as const,
    data: { event: `sent-${message}`, decision: { outcome, reasons: [], notices: [], policy: 'test' } },
  });
  const saidTo = (view: View, other: string): Talk['said'] => view.talks.find(({ id }) => id === other)?.said ?? [];
  const texts = (view: View, other: string) => saidTo(view, other).map(({ text }) => text);

  it('keeps what friends write, tells whoever wrote it that it waits, and delivers it when it may be', async () => {
    const [ben, ama] = [await sit('ben'), await sit('ama')];
    assert.equal(await ben.does({ do: 'write', person: 'ama', text: 'are you there?' }), 'done');
    const seen = await ben.view((view) => saidTo(view, 'ama').length === 1 && !view.reachable);
    const [message] = saidTo(seen, 'ama');
    assert.equal(message?.state, 'waiting');
    assert.deepEqual(texts(await ama.view(() => true), 'ben'), []);

    // a person looks first, and then lets it go: it comes once, however often that is told
    assert.equal(await kithSends(revised(message?.id ?? '', 'hold')), 204);
    const held = await ben.view((view) => saidTo(view, 'ama')[0]?.state === 'sent');
    assert.deepEqual(texts(held, 'ama'), ['are you there?']);
    assert.deepEqual(texts(await ama.view(() => true), 'ben'), []);
    await kithSends(revised(message?.id ?? '', 'allow'));
    await kithSends(revised(message?.id ?? '', 'allow'));
    assert.deepEqual(texts(await ama.view((view) => saidTo(view, 'ben').length > 0), 'ben'), ['are you there?']);
    // and no late word takes it back
    await kithSends(revised(message?.id ?? '', 'block'));
    assert.deepEqual(texts(await ama.view(() => true), 'ben'), ['are you there?']);
  });

  it('lets a block hold at once', async () => {
    const [carys, ama] = [await sit('carys'), await sit('ama')];
    await carys.does({ do: 'write', person: 'ama', text: 'first' });
    const waiting = await carys.view((view) => saidTo(view, 'ama').length === 1);
    assert.equal(await ama.does({ do: 'block', person: 'carys' }), 'done');
    const after = await ama.view(({ blocked }) => blocked.length === 1);
    assert.deepEqual([after.friends.map(({ id }) => id), after.blocked.map(({ id }) => id)], [['ben'], ['carys']]);
    // Kith's word on what came before does not undo it
    await kithSends(revised(saidTo(waiting, 'ama')[0]?.id ?? '', 'allow'));
    await carys.does({ do: 'write', person: 'ama', text: 'second' });
    await ama.does({ do: 'unblock', person: 'carys' });
    assert.deepEqual(texts(await ama.view(({ blocked }) => blocked.length === 0), 'carys'), []);
    assert.equal(await ama.does({ do: 'accept', person: 'carys' }), 'not_possible', 'nobody asked');
  });

  it('takes webhooks of Kith alone, and each once', async () => {
    const letter = {
      type: 'report.acknowledged' as const,
      data: { report: 'r-1', account: 'ben', language: 'en', title: 'We have got it', body: ['We look at it.'] },
    };
    assert.equal(await kithSends(letter, true), 400);
    assert.equal(await kithSends(letter, false, 'w-twice'), 204);
    assert.equal(await kithSends(letter, false, 'w-twice'), 204);
    const ben = await sit('ben');
    const { letters } = await ben.view((view) => view.letters.length > 0);
    assert.deepEqual(
      letters.map(({ title }) => title),
      ['We have got it'],
    );
  });

  it('hides what is to be removed, brings it back, and has a disabled account out at once', async () => {
    const [ben, ama] = [await sit('ben'), await sit('ama')];
    const [message] = saidTo(await ama.view((view) => saidTo(view, 'ben').length > 0), 'ben');
    const enforce = (enforcement: string, kind: string, content?: string[]) =>
      kithSends({
        type: 'enforcement.requested',
        data: { enforcement, account: 'ben', kind, reason: 'test', ...(content && { content }) },
      });
    await enforce('e-1', 'remove_content', [message?.id ?? '']);
    const hidden = await ama.view((view) => saidTo(view, 'ben')[0]?.state === 'removed');
    assert.deepEqual(texts(hidden, 'ben'), ['']);
    await enforce('e-2', 'restore_content', [message?.id ?? '']);
    await ama.view((view) => saidTo(view, 'ben')[0]?.text === 'are you there?');

    await enforce('e-3', 'disable');
    assert.equal(await ben.closed, 4403);
    assert.equal((await fetch(`${chat.url}/as/ben`)).status, 403);
    const appeal = {
      label: 'Ask us <again>',
      url: 'https://kith.example/appeal/a1',
      until: '2027-05-28T00:00:00.000Z',
    };
    const statement = {
      statement: 's-1',
      account: 'ben',
      language: 'en',
      title: 'About your account',
      body: ['Why.'],
      appeal,
    };
    await kithSends({ type: 'statement.requested', data: statement });
    const shut = await (await fetch(`${chat.url}/as/ben`)).text();
    assert.match(
      shut,
      /About your account.*<p>Why\.<\/p>.*<a href="https:\/\/kith\.example\/appeal\/a1">Ask us &lt;again&gt;<\/a>/s,
    );
    await enforce('e-4', 'restore');
    assert.equal((await fetch(`${chat.url}/as/ben`)).status, 200);
  });

  it('does what families decide in the Family Centre', async () => {
    const ama = await sit('ama');
    const decided = (decision: string, settings: object) =>
      kithSends({ type: 'settings.decided', data: { account: 'ama', settings, decision } });
    await decided('refused', { directMessages: 'everyone' });
    assert.equal((await ama.view(() => true)).settings.directMessages, 'ask');
    await decided('approved', { directMessages: 'everyone' });
    await ama.view(({ settings }) => settings.directMessages === 'everyone');
    await kithSends({
      type: 'quiet_hours.changed',
      data: { account: 'ama', quietHours: { from: '21:30', to: '07:00' } },
    });
    await ama.view(({ quiet }) => quiet?.from === '21:30');
    await kithSends({ type: 'block.requested', data: { account: 'ama', other: 'sam' } });
    await ama.view(({ blocked }) => blocked.some(({ id }) => id === 'sam'));
    const words = { language: 'en', title: 'Ama’s week', body: ['One new friend.'] };
    await kithSends({ type: 'summary.requested', data: { account: 'kofi', child: 'ama', ...words } });
    const carys = await sit('carys');
    const tells = (kind: string, news: string, choice: string) => {
      const notice = { to: 'carys', kind, about: 'kofi', news, language: 'cy', title: news, body: ['…'], help: [] };
      return kithSends({
        type: 'notice.requested',
        data: { event: `kith:g:${news}`, notice: { ...notice, choices: [{ choice, label: choice }] } },
      });
    };
    const kinds = ({ notices }: View) => notices.map(({ notice }) => notice.kind).join();
    await tells('family_invitation', 'guardian_asks', 'accept');
    await carys.view((view) => kinds(view) === 'family_invitation');
    await tells('family_changed', 'began', 'ok');
    await carys.view((view) => kinds(view) === 'family_changed');
    const kofi = await sit('kofi');
    await kofi.view(({ letters }) => letters[0]?.title === 'Ama’s week: Ama Sample');
  });

  it('opens no window for another page, and no page under another name', async () => {
    const refused = new WebSocket(`${chat.url.replace('http', 'ws')}/socket`, { origin: 'https://elsewhere.example' });
    windows.push(refused);
    const error: Error = await new Promise((resolve) => refused.once('error', resolve));
    assert.match(error.message, /403/);
    const { port } = new URL(chat.url);
    const answer: string = await new Promise((resolve) => {
      const socket = createSocket(Number(port));
      let got = '';
      socket.setEncoding('utf8').on('data', (text: string) => {
        got += text;
      });
      socket.once('close', () => resolve(got));
      socket.end('GET / HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n');
    });
    assert.match(answer, /^HTTP\/1.1 421/);
  });
});
