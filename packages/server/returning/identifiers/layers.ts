/**
 * What identifiers are hashed with: keys in layers. A value is hashed with the first key, that hash with the second, and so
 * on. A new key is one more layer over what is stored already, so that turning keys needs no value in clear and loses no
 * match, and whoever has the older keys alone (from a backup, say) can tell nothing from what is stored now. The keys are
 * files, as those of kept messages are (docs/decisions/0010-keys-in-files.md): no copy of the database holds them.
 */
import { createHmac, type KeyObject } from 'node:crypto';
import { type IdentifierKind, type Told, type TraitKind, traitOf } from '@kith/engine';
import { KeyFolder } from '../../ground/sealing/index.ts';

/** Bytes of a hash that are kept: among 5 million values two are the same by chance once in a million such stores. */
const HASH_BYTES = 8;
/** Layers at most: each costs about a microsecond an identifier. Turned every half year, they last for eight years. */
export const LAYERS_MAX = 16;

const keyName = (layer: number): string => `identifiers-${layer}`;

export class Layers {
  readonly #keys: readonly KeyObject[];

  /** Reads the keys; makes the first where there is none. */
  static async open(folder: KeyFolder): Promise<Layers> {
    const { key } = await folder.readOrMake({ case: keyName(1) });
    const keys = [key];
    for (let layer = 2; layer <= LAYERS_MAX; layer++) {
      const more = await folder.read({ case: keyName(layer) });
      if (more === null) break;
      keys.push(more.key);
    }
    return new Layers(keys);
  }

  private constructor(keys: readonly KeyObject[]) {
    this.#keys = keys;
  }

  get count(): number {
    return this.#keys.length;
  }

  /** @returns 16 hexadecimal digits */
  hash(kind: TraitKind, value: string): string {
    return this.wrap(kind, value, 0);
  }

  /** Puts the layers on top of a hash that it lacks. @param has how many it has */
  wrap(kind: IdentifierKind, hash: string, has: number): string {
    const of = traitOf(kind);
    let wrapped = hash;
    for (const key of this.#keys.slice(has)) {
      // the kind goes in at each layer: the same value as another kind of identifier is another hash
      wrapped = createHmac('sha256', key).update(`${of}\0${wrapped}`).digest().toString('hex', 0, HASH_BYTES);
    }
    return wrapped;
  }
}

/** The keys of a folder; null where there is no folder for keys, or nothing was hashed yet. Makes none. */
export async function layersOf(settings: Parameters<typeof KeyFolder.open>[0] | null): Promise<Layers | null> {
  if (settings === null) return null;
  const folder = await KeyFolder.open(settings);
  return (await folder.read({ case: keyName(1) })) === null ? null : Layers.open(folder);
}

/** An event of the log with its identifiers as they are hashed now. */
export function underAllLayers(told: Told, layers: Layers): Told {
  if (!('identifiers' in told.data) || told.data.identifiers === undefined) return told;
  const { layers: has, of, ...more } = told.data.identifiers;
  const identifiers = {
    ...{ layers: layers.count, of: of.map((one) => ({ ...one, hash: layers.wrap(one.kind, one.hash, has) })) },
    ...more,
  };
  // TypeScript can't see that data stays that of the type
  return { ...told, data: { ...told.data, identifiers } } as Told;
}

/** Adds a layer. Kith puts it over what is stored when it starts next. @returns how many there are then */
export async function addLayer(folder: KeyFolder): Promise<number> {
  const { count } = await Layers.open(folder);
  if (count >= LAYERS_MAX) throw new RangeError(`there are ${LAYERS_MAX} keys of identifiers, which is the limit`);
  await folder.readOrMake({ case: keyName(count + 1) });
  return count + 1;
}
