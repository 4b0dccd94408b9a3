/** A server that speaks S3, on this machine, with a bucket: it checks signatures as S3 does. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';
import { type S3Settings, s3Settings } from '../s3-storage.ts';

const BUCKET = 'evidence';
/** The one account that the server knows, and its secret. */
const ACCOUNT = 'S3RVER';

export interface S3AtHand {
  settings: S3Settings;
  secret: string;
  stop(): Promise<void>;
}

export async function startS3(): Promise<S3AtHand> {
  const directory = await mkdtemp(join(tmpdir(), 'kith-s3-'));
  const server = new S3rver({
    ...{ address: '127.0.0.1', port: 0, silent: true, directory, resetOnClose: true },
    configureBuckets: [{ name: BUCKET }],
  });
  const { port } = await server.run();
  const settings = s3Settings.parse({
    ...{ endpoint: `http://127.0.0.1:${port}`, bucket: BUCKET, accessKeyId: ACCOUNT, allowHttp: true },
  });
  return {
    settings,
    secret: ACCOUNT,
    async stop() {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
