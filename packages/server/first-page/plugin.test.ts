import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { LISTENERS_MAX } from '../ground/http/index.ts';
import { startTestKith, type TestKith } from './testing/kith.ts';

describe('the first page over HTTP', () => {
  let kith: TestKith;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-first-page-'));
    kith = await startTestKith(folder);
  });
  after(async () => {
    await kith?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const tell = (events: unknown[]) =>
    fetch(`${kith.url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${kith.key}`, 'content-type': 'application/json' },
      body: JSON.stringify(events),
    });

  async function listen(path = '/first-page/events'): Promise<IncomingMessage> {
    const [response] = (await once(get(kith.url + path), 'response')) as [IncomingMessage];
    return response;
  }

  /** The server learns a moment later that somebody left. */
  async function listenAtLast(): Promise<IncomingMessage> {
    for (;;) {
      const response = await listen();
      if (response.statusCode === 200) return response;
      response.resume();
      await once(response, 'end');
    }
  }

  /** The next update that a listener is sent. */
  async function update(response: IncomingMessage): Promise<{ empty: boolean; regions: Record<string, string> }> {
    let text = '';
    response.setEncoding('utf8');
    for await (const chunk of response.iterator({ destroyOnReturn: false })) {
      text += chunk;
      const data = /^data: (.*)$/m.exec(text)?.[1];
      if (data !== undefined && text.endsWith('\n\n')) return JSON.parse(data);
    }
    throw new Error('the stream ended');
  }

  it('lets no other page frame it, script it or read it', async () => {
    const response = await fetch(kith.url);
    assert.equal(response.status, 200);
    const policy = response.headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /script-src 'self'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(response.headers.get('referrer-policy'), 'no-referrer');
    assert.equal(response.headers.get('cache-control'), 'no-store');
    const html = await response.text();
    assert.doesNotMatch(html, /<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/);
  });

  it('is not shown under a name that is not local, nor to whom a proxy speaks for', async () => {
    for (const path of ['/', '/first-page/events']) {
      for (const headers of [{ host: 'rebound.example' }, { 'x-forwarded-for': '192.0.2.1' }]) {
        const [response] = (await once(get(kith.url + path, { headers }), 'response')) as [IncomingMessage];
        assert.equal(response.statusCode, 403, `${path} ${JSON.stringify(headers)}`);
        response.resume();
      }
    }
  });

  it('serves what it needs under addresses that change with their content', async () => {
    const html = await (await fetch(kith.url)).text();
    const paths = [...html.matchAll(/(?:href|src)="(\/first-page\/[0-9a-f]{12}\/[^"]+)"/g)].map((m) => m[1] ?? '');
    assert.equal(paths.length, 3);
    for (const path of paths) {
      const response = await fetch(kith.url + path);
      assert.equal(response.status, 200);
      assert.match(response.headers.get('cache-control') ?? '', /immutable/);
      assert.equal(/GDS Transport|@font-face|gov\.uk/i.exec(await response.text())?.[0], undefined);
    }
  });

  it('shows account ids cut short and escaped, and never what was said', async () => {
    const said = 'm4rk3r-of-what-was-said';
    const actor = '<img src=x onerror=alert(1)>';
    await tell([
      { id: 'x1', type: 'account.created', data: { actor: 'kid', age: { band: '13to15' } } },
      { id: 'x2', type: 'message.sent', data: { actor, other: 'kid', message: 'm', text: said } },
      { id: 'x3', type: 'message.sent', data: { actor: 'a'.repeat(100), other: 'kid', message: 'm', text: said } },
    ]);
    const html = await (await fetch(`${kith.url}/?outcome=block`)).text();
    assert.match(html, /&lt;img src=x on/);
    assert.doesNotMatch(html, /<img/);
    assert.match(html, /a{15}…/);
    assert.doesNotMatch(html, /a{17}/);
    assert.doesNotMatch(html, new RegExp(said));
  });

  it('ignores what it is asked for and does not know', async () => {
    const html = await (await fetch(`${kith.url}/?lang=xx&outcome=%3Cscript%3E&outcome=2`)).text();
    assert.match(html, /<html lang="en"/);
    assert.doesNotMatch(html, /<script>/);
  });

  it('sends updates in the language and for the outcome that was asked for', async () => {
    const response = await listen('/first-page/events?lang=cy&outcome=block');
    assert.equal(response.statusCode, 200);
    assert.equal(response.headers['content-type'], 'text/event-stream; charset=utf-8');
    assert.match(response.headers['content-security-policy'] as string, /default-src 'none'/);
    const { empty, regions } = await update(response);
    assert.equal(empty, false);
    assert.match(regions.decisions ?? '', /Ataliwyd/);
    assert.doesNotMatch(regions.decisions ?? '', /Withheld|kith-outcome--allow/);
    response.destroy();
  });

  it('lets a bounded number listen, and the next one in when another leaves', async () => {
    const open = await Promise.all(Array.from({ length: LISTENERS_MAX }, () => listen()));
    assert.ok(open.every((r) => r.statusCode === 200));
    const refused = await listen();
    assert.equal(refused.statusCode, 503);
    assert.ok(refused.headers['retry-after']);
    refused.resume();
    open[0]?.destroy();
    open.push(await listenAtLast());
    for (const response of open) response.destroy();
  });

  it('does not count an open page as a slow answer', async () => {
    const response = await listenAtLast();
    await update(response);
    response.destroy();
    await once(response, 'close');
    const metrics = await (await fetch(`${kith.url}/metrics`)).text();
    assert.doesNotMatch(metrics, /route="\/first-page\/events",status="200"/);
  });

  it('does not keep Kith from stopping', async () => {
    const other = await startTestKith(join(folder, 'other'));
    const [response] = (await once(get(`${other.url}/first-page/events`), 'response')) as [IncomingMessage];
    response.resume();
    const ended = once(response, 'end');
    await other.stop();
    await ended;
  });
});
