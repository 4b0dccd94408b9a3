/** Whom a source must be, over TLS: nothing comes from a host whose certificate nobody vouches for. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type TestRecords, testRecords } from '../../../ground/testing/records.ts';
import { ImportError } from '../failure.ts';
import { importList } from '../import.ts';
import { listStatuses } from '../status.ts';
import { hashesOf, linesOfNumbers, listSettings, liveHashes } from '../testing/lists.ts';
import { SourceServer, serving } from '../testing/source-server.ts';
import { FETCH_LIMITS } from './limits.ts';

const TLS = join(import.meta.dirname, '../testing/tls');
const [cert, key] = ['certificate.pem', 'key.pem'].map((name) => readFileSync(join(TLS, name), 'utf8'));
const NUMBERS = [1, 2, 3];
const NOW = Date.parse('2026-11-26T12:00:00Z');

describe('a list from a source over TLS', () => {
  let folder: string;
  let source: SourceServer;
  let records: TestRecords;
  const settings = (more: Record<string, unknown> = {}) =>
    listSettings({ from: { kind: 'https', url: `${source.url}/hashes.csv`, allowPrivate: true, ...more } });
  const failureOf = (more?: Record<string, unknown>) =>
    importList(settings(more), {
      ...{ db: records.kysely, clock: () => NOW, spool: join(folder, 'spool'), accepted: false },
      limits: { ...FETCH_LIMITS, retryFirst_ms: 0, retryMost_ms: 0 },
    }).then(
      () => null,
      (error: unknown) => (error instanceof ImportError ? error : assert.fail(String(error))),
    );

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-tls-'));
    records = await testRecords('SQLite', 'lists_tls');
    source = await SourceServer.open({ cert: cert ?? '', key: key ?? '' });
    source.answer(serving(Buffer.from(linesOfNumbers(NUMBERS)), '"first"'));
  });
  after(async () => {
    await source.close();
    await records.close();
    await rm(folder, { recursive: true });
  });

  it('is refused where nobody vouches for its certificate, at once and before anything is asked, and an alarm says why', async () => {
    const failure = await failureOf();
    assert.equal(failure?.code, 'not_trusted');
    assert.match(failure?.message ?? '', /certificate is not to be trusted.*ca/);
    assert.deepEqual(source.asked, [], 'no password was told to it');
    assert.deepEqual(await liveHashes(records.kysely, 'test'), []);
    const [status] = await listStatuses(records.kysely, [settings()], NOW);
    assert.equal(status?.failures, 1);
  });

  it('is refused where the file of certificates is not there, holds none, or what no certificate is', async () => {
    assert.equal((await failureOf({ ca: join(folder, 'none.pem') }))?.code, 'certificates_missing');
    for (const text of ['', cert?.replace(/[\w+/]{40}/, '') ?? '']) {
      await writeFile(join(folder, 'bad.pem'), text);
      assert.equal((await failureOf({ ca: join(folder, 'bad.pem') }))?.code, 'certificates_missing');
    }
    assert.deepEqual(source.asked, []);
  });

  it('is imported where the certificates that the operator names vouch for it', async () => {
    assert.equal(await failureOf({ ca: join(TLS, 'certificate.pem') }), null);
    assert.deepEqual(await liveHashes(records.kysely, 'test'), hashesOf(NUMBERS));
  });
});
