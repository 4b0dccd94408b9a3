import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readConfig } from '../ground/config/index.ts';
import { addPerson } from '../ground/staff/index.ts';
import { openRecords } from '../stores.ts';
import { kith, serve } from '../testing/cli.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-people-'));
});
after(() => rm(folder, { recursive: true, force: true }));

const people = (...args: string[]) => kith(['people', ...args, '--folder', folder]);

describe('kith people', () => {
  it('makes a link for somebody new, which its output alone shows', async () => {
    const { code, stdout, stderr } = await people('invite', '--role', 'administrator', '--port', '4321');
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^http:\/\/localhost:4321\/invite#[A-Za-z0-9_-]{43}\n$/);
    const { stdout: listed } = await people('list');
    assert.match(listed, /waits \(administrator\) until/);
    assert.ok(!listed.includes(stdout.trim().split('#')[1] ?? ''));
    const at = await people('invite', '--role', 'senior', '--public-url', 'https://kith.example.com', '--json');
    assert.match(JSON.parse(at.stdout).link, /^https:\/\/kith\.example\.com\/invite#/);
  });

  it('changes, disables and lets in again, by pseudonym; never the last administrator', async () => {
    const { records, close } = await openRecords(readConfig({ flags: { folder } }).config);
    await addPerson(records, { pseudonym: 'Ada', roles: ['administrator'] }, Date.now());
    await addPerson(records, { pseudonym: 'Heron', roles: ['moderator'] }, Date.now());
    await close();
    assert.match((await people('roles', 'heron', 'senior', 'lead')).stdout, /^Heron now has: senior, lead/);
    assert.match((await people('disable', 'Heron')).stdout, /^Heron is kept out/);
    assert.match((await people('list')).stdout, /Heron +lead senior +\d{4}-.* \d{4}-/);
    assert.match((await people('enable', 'Heron')).stdout, /^Heron may sign in again/);
    assert.match((await people('invite', '--for', 'Heron')).stdout, /\/invite#/);
    for (const args of [
      ['disable', 'Ada'],
      ['roles', 'Ada', 'auditor'],
    ]) {
      const { code, stderr } = await people(...args);
      assert.deepEqual([code, /last administrator/.test(stderr)], [2, true], args.join(' '));
    }
  });

  it('says what is wrong with what was asked', async () => {
    assert.equal((await people('disable', 'Nobody')).code, 2);
    assert.equal((await people('roles', 'Heron', 'king')).code, 64);
    assert.equal((await people('invite')).code, 64);
    assert.equal((await people('invite', '--role', 'senior', '--for', 'Heron')).code, 64);
  });
});

describe('kith serve', () => {
  it('prints a link for the first administrator where somebody tries it out, and never logs it', async () => {
    const other = await mkdtemp(join(tmpdir(), 'kith-first-'));
    const served = await serve(other, ['--log-level', 'trace']);
    try {
      const link = served.firstAdministrator ?? assert.fail('no link');
      assert.match(link, /^http:\/\/localhost:\d+\/invite#[A-Za-z0-9_-]{43}$/);
      assert.equal((await fetch(link)).status, 200);
      assert.ok(!served.stderr().includes(link.split('#')[1] ?? ''));
    } finally {
      served.child.kill('SIGTERM');
      await served.ended;
      await rm(other, { recursive: true });
    }
  });
});
