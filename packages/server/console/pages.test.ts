import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openSqliteRecords, type SqliteRecords } from '../ground/database/index.ts';
import { createHttp, type HttpApp } from '../ground/http/index.ts';
import { KeyRing } from '../ground/keys/index.ts';
import { createLog } from '../ground/log/index.ts';
import { StaffDoor } from '../ground/staff/index.ts';
import { createTelemetry } from '../ground/telemetry/index.ts';
import { consolePages } from './pages.ts';

describe("the console's files", () => {
  let folder: string;
  let records: SqliteRecords;
  const logged: string[] = [];
  const apps: HttpApp[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-console-'));
    records = await openSqliteRecords(join(folder, 'kith.db'));
    await mkdir(join(folder, 'dist/assets'), { recursive: true });
    await writeFile(join(folder, 'dist/index.html'), '<!doctype html><title>Kith</title>');
    await writeFile(join(folder, 'dist/assets/index-abc.js'), 'console.log(1);');
    await writeFile(join(folder, 'dist/made-of'), 'a hash, which is nobody else\u2019s affair');
    await writeFile(join(folder, 'secret.js'), 'outside');
  });
  after(async () => {
    for (const app of apps) await app.close();
    await records.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function serve(name: string): Promise<HttpApp> {
    const app = createHttp({
      log: createLog({ level: 'warn', destination: { write: (line) => void logged.push(line) } }),
      keys: new KeyRing(records.kysely),
      staff: new StaffDoor({ db: records.kysely, publicUrl: null, clock: Date.now }),
      telemetry: createTelemetry({ clock: Date.now }),
    });
    apps.push(app);
    await consolePages(app, join(folder, name));
    return app;
  }

  it('are served as they are, kept for ever where their name has a hash, small where a browser takes gzip', async () => {
    const app = await serve('dist');
    const script = await app.inject({ url: '/console/assets/index-abc.js' });
    assert.equal(script.statusCode, 200);
    assert.equal(script.body, 'console.log(1);');
    assert.match(String(script.headers['content-type']), /^text\/javascript/);
    assert.match(String(script.headers['cache-control']), /immutable/);
    const small = await app.inject({ url: '/console/assets/index-abc.js', headers: { 'accept-encoding': 'gzip, br' } });
    assert.equal(small.headers['content-encoding'], 'gzip');
    const index = await app.inject({ url: '/console/' });
    assert.equal(index.headers['cache-control'], 'no-cache');
  });

  it('give the first page for every address of a screen, and nothing for a file that is gone or elsewhere', async () => {
    const app = await serve('dist');
    for (const url of ['/console/', '/console/queue', '/console/case/case_1', '/console/case/a%2Fb']) {
      const answer = await app.inject({ url });
      assert.equal(answer.statusCode, 200, url);
      assert.match(answer.body, /<title>Kith/);
    }
    assert.equal((await app.inject({ url: '/console' })).headers.location, '/console/');
    for (const url of [
      '/console/assets/index-old.js',
      '/console/assets/../made-of',
      '/console/assets/..%2f..%2fsecret.js',
    ]) {
      assert.doesNotMatch((await app.inject({ url })).body, /outside|a hash/, url);
    }
    assert.equal((await app.inject({ url: '/console/assets/index-old.js' })).statusCode, 404);
  });

  it('let nothing run or be shown that is not theirs', async () => {
    const app = await serve('dist');
    const policy = String((await app.inject({ url: '/console/' })).headers['content-security-policy']);
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.match(policy, /require-trusted-types-for 'script'/);
    assert.doesNotMatch(policy, /unsafe|\*|https?:/);
  });

  it('are missed in words where they were not made: the server starts and serves everything else', async () => {
    logged.length = 0;
    const app = await serve('nowhere');
    assert.match(logged.join(''), /the console is not built/);
    const answer = await app.inject({ url: '/console/queue' });
    assert.equal(answer.statusCode, 503);
    assert.match(answer.body, /npm run build -w @kith\/console/);
  });
});
