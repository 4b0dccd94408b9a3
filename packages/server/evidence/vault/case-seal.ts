/** What is done with the key of a case: sealing what the case has, and marking it, each with a key of its own made from that. */
import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { KEY_BYTES, type Key, seal, unseal } from '../../ground/sealing/index.ts';

const derived = (key: KeyObject, use: string): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', key.export(), '', `kith evidence ${use} 1`, KEY_BYTES)));

/** What something is sealed as: all that tells its place from any other under the same key. */
export type Place = readonly (string | number | boolean | null)[];

export class CaseSeal {
  readonly case: string;
  /** of the very key */
  readonly id: string;
  readonly #sealing: KeyObject;
  readonly #marking: KeyObject;

  constructor(caseId: string, key: Key) {
    this.case = caseId;
    this.id = key.id;
    this.#sealing = derived(key.key, 'sealing');
    this.#marking = derived(key.key, 'marking');
  }

  seal(place: Place, bytes: string | Buffer): Buffer {
    return seal(this.#sealing, this.#whole(place), bytes);
  }

  /** null where it was sealed with another key, for another place, or altered since. */
  unseal(place: Place, sealed: Uint8Array): Buffer | null {
    return unseal(this.#sealing, this.#whole(place), sealed);
  }

  /** A keyed hash: who has no key learns nothing from it but what is the same. */
  mark(...what: readonly (string | null)[]): string {
    return createHmac('sha256', this.#marking).update(JSON.stringify(what)).digest('hex');
  }

  #whole(place: Place): string {
    return JSON.stringify(['kith evidence 1', this.case, this.id, ...place]);
  }
}
