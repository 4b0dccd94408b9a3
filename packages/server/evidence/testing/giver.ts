/** A platform that answers a request to preserve, and a case that asks for it: for tests on a Kith that runs. */
import assert from 'node:assert/strict';
import type { PreservationView } from '@kith/contract';
import type { Scene } from '../../enforcement/testing/world.ts';
import { createKey } from '../../ground/keys/index.ts';
import type { Staff } from '../../testing/sign-in.ts';

export interface Asked {
  about: string;
  /** whom it is about */
  account: string;
  preservation: string;
  from: string;
  to: string;
}

export interface Answered {
  status: number;
  text: string;
  // what a test reads of an answer is what it expects of it
  json: ReturnType<typeof JSON.parse>;
}

export class Giver {
  readonly #url: string;
  readonly #key: string;

  constructor(url: string, key: string) {
    this.#url = url;
    this.#key = key;
  }

  /** With a key of its own, of the scope `evidence` alone. */
  static async of(w: Scene): Promise<Giver> {
    const { key } = await createKey(w.db, { name: 'evidence', scopes: ['evidence'] }, w.now());
    return new Giver(w.kith.url, key);
  }

  async call(method: string, path: string, body?: BodyInit, type = 'application/json'): Promise<Answered> {
    const headers = { authorization: `Bearer ${this.#key}`, ...(body !== undefined && { 'content-type': type }) };
    const answer = await fetch(this.#url + path, { method, headers, ...(body !== undefined && { body }) });
    const text = await answer.text();
    return { status: answer.status, text, json: text.startsWith('{') ? JSON.parse(text) : null };
  }

  get = (id: string) => this.call('GET', `/v1/preservations/${id}`);
  done = (id: string) => this.call('POST', `/v1/preservations/${id}/done`);
  account = (id: string, account: string, details: object) =>
    this.call('PUT', `/v1/preservations/${id}/accounts/${encodeURIComponent(account)}`, JSON.stringify(details));
  messages = (id: string, messages: readonly unknown[]) =>
    this.call('POST', `/v1/preservations/${id}/messages`, JSON.stringify(messages));
  lines = (id: string, text: string) =>
    this.call('POST', `/v1/preservations/${id}/messages`, text, 'application/x-ndjson');
  media = (id: string, media: string, bytes: Uint8Array<ArrayBuffer>, type = 'application/octet-stream') =>
    this.call('PUT', `/v1/preservations/${id}/media/${encodeURIComponent(media)}`, bytes, type);
  details = (id: string, media: string, details: object) =>
    this.call('PUT', `/v1/preservations/${id}/media/${encodeURIComponent(media)}/details`, JSON.stringify(details));
}

/** A case about `rogue`, of which a person wants evidence: what `kim` got, the message m1 and the medium p1 among it. */
export async function askedFor(w: Scene, by: Staff): Promise<Asked> {
  const about = await w.reported(w.name('rogue'));
  const wanted = { reason: 'to see what was sent', accounts: ['kim'], messages: ['m1'], media: ['p1'] };
  const { id } = await w.post<PreservationView>(by, `/v1/cases/${about}/preserve`, wanted);
  const told = await w.until('the platform is asked', async () =>
    w
      .got('preservation.requested')
      .find((one) => one.type === 'preservation.requested' && one.data.preservation === id),
  );
  assert.ok(told.type === 'preservation.requested');
  return { about, account: w.name('rogue'), preservation: id, from: told.data.from, to: told.data.to };
}

/** The shortest of its kind that a reader takes for a picture. */
export const PNG = new Uint8Array(
  Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=', 'base64'),
);
