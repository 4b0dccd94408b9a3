/**
 * A bucket as the storage, of any service that speaks S3: an object a chunk, so that nothing is ever half uploaded. Four
 * calls, signed (Signature Version 4): PUT, GET, DELETE and ListObjectsV2.
 */
import { hash } from 'node:crypto';
import { AwsClient } from 'aws4fetch';
import { SaxesParser } from 'saxes';
import { z } from 'zod';
import { readAtMost } from '../../ground/streams/index.ts';
import { type EvidenceStorage, SEALED_CHUNK_BYTES_MAX } from './storage.ts';

/** How long one call may take, milliseconds: a chunk on a slow line. */
const CALL_TIMEOUT_MS = 30_000;
/** How often a call is made again that failed or was answered with 429 or 5xx, each time after twice as long. */
const TRIES_AGAIN_MAX = 4;
/** Objects asked for at once, and S3's own limit. */
const LISTED_AT_ONCE = 1000;
/** What a list of so many objects has at most, bytes. */
const LIST_BYTES_MAX = 4 * 1024 * 1024;

/** The file that KITH_EVIDENCE names. */
export const s3Settings = z.strictObject({
  /** https://s3.eu-west-2.amazonaws.com, or where your own service listens */
  endpoint: z.url({ protocol: /^https?$/, error: 'must be an https URL' }),
  bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be the name of a bucket'),
  region: z.string().min(1).default('us-east-1'),
  /** what the names of Kith's objects begin with */
  prefix: z
    .string()
    .regex(/^([A-Za-z0-9._-]+\/)*$/, 'must be letters, digits, dots and hyphens, and end with a slash')
    .default('kith-evidence/'),
  accessKeyId: z.string().min(1),
  /** a file that holds the secret access key; else KITH_EVIDENCE_SECRET */
  secretAccessKeyFile: z.string().min(1).optional(),
  /** lets the endpoint be http: on the operator's own network; what is sent is sealed in any case */
  allowHttp: z.boolean().default(false),
});
export type S3Settings = z.output<typeof s3Settings>;

export class S3Storage implements EvidenceStorage {
  readonly name = 's3';
  readonly #client: AwsClient;
  readonly #bucket: string;
  readonly #prefix: string;

  constructor({ endpoint, bucket, region, prefix, accessKeyId }: S3Settings, secretAccessKey: string) {
    this.#client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: TRIES_AGAIN_MAX });
    this.#bucket = `${endpoint.replace(/\/$/, '')}/${bucket}`;
    this.#prefix = prefix;
  }

  async put(address: string, place: number, sealed: Uint8Array): Promise<void> {
    const answer = await this.#call('PUT', this.#urlOf(address, place), sealed);
    await this.#expect(answer, [200]);
  }

  async get(address: string, place: number): Promise<Uint8Array | null> {
    const answer = await this.#call('GET', this.#urlOf(address, place));
    await this.#expect(answer, [200, 404]);
    if (answer.status === 404) {
      await answer.body?.cancel();
      return null;
    }
    return Buffer.from(await read(answer, SEALED_CHUNK_BYTES_MAX));
  }

  async delete(address: string): Promise<void> {
    for (;;) {
      const { keys, more } = await this.#list(`${this.#prefix}${address}/`, null, null);
      for (const key of keys) {
        const answer = await this.#call('DELETE', `${this.#bucket}/${key}`);
        await this.#expect(answer, [200, 204, 404]);
        await answer.body?.cancel();
      }
      if (more === null) return;
    }
  }

  async *list(): AsyncGenerator<string> {
    for (let from: string | null = null; ; ) {
      const { folders, more } = await this.#list(this.#prefix, '/', from);
      for (const folder of folders) yield folder.slice(this.#prefix.length, -1);
      if (more === null) return;
      from = more;
    }
  }

  async #list(prefix: string, delimiter: string | null, from: string | null): Promise<Listed> {
    const url = new URL(this.#bucket);
    url.searchParams.set('list-type', '2');
    url.searchParams.set('prefix', prefix);
    url.searchParams.set('max-keys', String(LISTED_AT_ONCE));
    if (delimiter !== null) url.searchParams.set('delimiter', delimiter);
    if (from !== null) url.searchParams.set('continuation-token', from);
    const answer = await this.#call('GET', url.href);
    await this.#expect(answer, [200]);
    return readList(new TextDecoder().decode(await read(answer, LIST_BYTES_MAX)));
  }

  #urlOf(address: string, place: number): string {
    return `${this.#bucket}/${this.#prefix}${address}/${place}`;
  }

  #call(method: string, url: string, body?: Uint8Array): Promise<Response> {
    // with the hash of its body the service refuses what changed on the way
    const sha256 = hash('sha256', body ?? '');
    return this.#client.fetch(url, {
      method,
      headers: { 'x-amz-content-sha256': sha256 },
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
      ...(body !== undefined && { body: Buffer.from(body) }),
    });
  }

  /** @throws what it answered otherwise: its status and S3's own code, never a text of anybody's */
  async #expect(answer: Response, statuses: readonly number[]): Promise<void> {
    if (statuses.includes(answer.status)) return;
    const text = new TextDecoder().decode(await read(answer, LIST_BYTES_MAX));
    const code = /<Code>([A-Za-z0-9]{1,64})<\/Code>/.exec(text)?.[1];
    throw new Error(`the bucket answered ${answer.status}${code === undefined ? '' : ` ${code}`}`);
  }
}

/** The body, as long as it is no longer than it should be. */
async function read({ body }: Response, bytesMax: number): Promise<Uint8Array> {
  if (body === null) return Buffer.alloc(0);
  return readAtMost(body, bytesMax, () => new Error(`the bucket answered with more than ${bytesMax} bytes`));
}

interface Listed {
  keys: string[];
  folders: string[];
  /** where it goes on; null where that was all */
  more: string | null;
}

/** Reads the answer of ListObjectsV2. */
function readList(xml: string): Listed {
  const listed: Listed = { keys: [], folders: [], more: null };
  const inside: string[] = [];
  let text = '';
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw new Error('the bucket answered with what is no list', { cause: error });
  });
  parser.on('opentag', ({ name }) => {
    inside.push(name);
    text = '';
  });
  parser.on('text', (more) => {
    text += more;
  });
  parser.on('closetag', () => {
    const path = inside.slice(1).join('/');
    if (path === 'Contents/Key') listed.keys.push(text);
    else if (path === 'CommonPrefixes/Prefix') listed.folders.push(text);
    else if (path === 'NextContinuationToken') listed.more = text;
    inside.pop();
  });
  parser.write(xml).close();
  return listed;
}
