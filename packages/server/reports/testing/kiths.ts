/** A Kith on each store, with a platform that listens for webhooks, and a clock that the test turns. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Webhook, webhook } from '@kith/contract';
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import { createKey, type Scope } from '../../ground/keys/index.ts';
import type { DatabaseKind } from '../../ground/testing/records.ts';
import { loadShippedPolicy } from '../../policy/index.ts';
import { openRecords } from '../../stores.ts';
import { type Running, runKithOn } from '../../testing/kith.ts';

export interface ReportsKith extends Running {
  db: Kysely<Records>;
  /** every webhook that came, in order of arrival */
  webhooks: Webhook[];
  /** moves the time on, milliseconds */
  later(ms: number): void;
  now(): number;
  /** a key with these scopes */
  keyOf(...scopes: Scope[]): Promise<{ id: string; key: string }>;
}

/** @param reports differs from the shipped policy's in this */
export async function reportsKith(kind: DatabaseKind, reports: Record<string, unknown> = {}): Promise<ReportsKith> {
  const folder = await mkdtemp(join(tmpdir(), 'kith-reports-'));
  const webhooks: Webhook[] = [];
  const platform = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    webhooks.push(webhook.parse(JSON.parse(Buffer.concat(chunks).toString())));
    response.end();
  });
  await new Promise<void>((resolve) => platform.listen(0, '127.0.0.1', resolve));
  const { port } = platform.address() as AddressInfo; // a TCP server that listens has an address of this shape
  const secret = `whsec_${randomBytes(24).toString('base64')}`;
  const endpoint = { name: 'platform', url: `http://127.0.0.1:${port}/`, secret, allowPrivate: true };
  await writeFile(join(folder, 'webhooks.yaml'), JSON.stringify([endpoint]));
  const shipped = loadShippedPolicy();
  await writeFile(
    join(folder, 'policy.yaml'),
    JSON.stringify({ ...shipped, reports: { ...shipped.reports, ...reports } }),
  );
  let moved = 0;
  const now = () => Date.now() + moved;
  const flags = { webhooks: join(folder, 'webhooks.yaml'), policy: join(folder, 'policy.yaml') };
  const kith = await runKithOn(kind, 'reports', flags, now);
  const { records, close } = await openRecords(kith.config);
  return {
    ...kith,
    ...{ db: records, webhooks, now },
    later: (ms) => {
      moved += ms;
    },
    keyOf: (...scopes) => createKey(records, { name: scopes.join(' '), scopes }, now()),
    async end() {
      await close();
      await kith.end();
      platform.closeAllConnections();
      platform.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
