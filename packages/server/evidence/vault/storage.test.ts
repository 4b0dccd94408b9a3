/** Every storage does the same: the database, a folder, and a bucket of a server that speaks S3. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { testRecords } from '../../ground/testing/records.ts';
import { DatabaseStorage } from './database-storage.ts';
import { FolderStorage } from './folder-storage.ts';
import { S3Storage } from './s3-storage.ts';
import { type EvidenceStorage, SEALED_CHUNK_BYTES_MAX } from './storage.ts';
import { startS3 } from './testing/s3.ts';

const address = () => `blb_${randomBytes(16).toString('hex')}`;
const listOf = async (storage: EvidenceStorage) => (await Array.fromAsync(storage.list())).sort();

interface At {
  storage: EvidenceStorage;
  end(): Promise<void>;
}

const kinds: Record<string, () => Promise<At>> = {
  async SQLite() {
    const { kysely, close } = await testRecords('SQLite', 'storage');
    return { storage: new DatabaseStorage(kysely), end: close };
  },
  async PostgreSQL() {
    const { kysely, close } = await testRecords('PostgreSQL', 'storage');
    return { storage: new DatabaseStorage(kysely), end: close };
  },
  async 'a folder'() {
    const folder = await mkdtemp(join(tmpdir(), 'kith-storage-'));
    return { storage: new FolderStorage(folder), end: () => rm(folder, { recursive: true }) };
  },
  async 'a bucket'() {
    const s3 = await startS3();
    return { storage: new S3Storage(s3.settings, s3.secret), end: s3.stop };
  },
};

for (const [kind, open] of Object.entries(kinds)) {
  describe(`evidence in ${kind}`, () => {
    let at: At;
    before(async () => {
      at = await open();
    });
    after(() => at.end());

    it('is there again as it was put, chunk by chunk', async () => {
      const { storage } = at;
      const blob = address();
      const chunks = [randomBytes(SEALED_CHUNK_BYTES_MAX), randomBytes(1), randomBytes(28)];
      for (const [place, chunk] of chunks.entries()) await storage.put(blob, place, chunk);
      for (const [place, chunk] of chunks.entries()) {
        const got = await storage.get(blob, place);
        assert.ok(got !== null && Buffer.from(got).equals(chunk), `chunk ${place}`);
      }
      assert.equal(await storage.get(blob, 3), null);
      assert.equal(await storage.get(address(), 0), null);
      await storage.put(blob, 1, chunks[1] ?? assert.fail());
      assert.deepEqual(await listOf(storage), [blob]);
      await storage.delete(blob);
      assert.equal(await storage.get(blob, 0), null);
      assert.deepEqual(await listOf(storage), []);
    });

    it('goes blob by blob, and what was not there goes without complaint', async () => {
      const { storage } = at;
      const blobs = Array.from({ length: 12 }, address).sort();
      for (const blob of blobs) for (let i = 0; i < 11; i++) await storage.put(blob, i, randomBytes(40));
      assert.deepEqual(await listOf(storage), blobs);
      await storage.delete(blobs[3] ?? '');
      await storage.delete(address());
      assert.deepEqual(
        await listOf(storage),
        blobs.filter((_, i) => i !== 3),
      );
      for (const blob of blobs) await storage.delete(blob);
      assert.deepEqual(await listOf(storage), []);
    });
  });
}

describe('a bucket', () => {
  it('that refuses says so, and nothing of the secret', async () => {
    const s3 = await startS3();
    try {
      const wrong = new S3Storage(s3.settings, 'not-the-secret');
      await assert.rejects(wrong.put(address(), 0, randomBytes(9)), (error: Error) => {
        assert.match(error.message, /the bucket answered 403 SignatureDoesNotMatch/);
        return true;
      });
      const nowhere = new S3Storage({ ...s3.settings, bucket: 'not-there' }, s3.secret);
      await assert.rejects(nowhere.put(address(), 0, randomBytes(9)), /the bucket answered 404 NoSuchBucket/);
    } finally {
      await s3.stop();
    }
  });

  it('with more than a page of blobs lists all of them', async () => {
    const s3 = await startS3();
    try {
      const storage = new S3Storage(s3.settings, s3.secret);
      const blobs = Array.from({ length: 1003 }, address).sort();
      for (let from = 0; from < blobs.length; from += 50) {
        await Promise.all(blobs.slice(from, from + 50).map((blob) => storage.put(blob, 0, Buffer.from('x'))));
      }
      assert.deepEqual(await listOf(storage), blobs);
    } finally {
      await s3.stop();
    }
  });
});
