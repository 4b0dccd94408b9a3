/** Makes bodies that are nearly right, from a seed. */

/** mulberry32: small, quick, and the same everywhere. Gives [0, 1). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export class Mutator {
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  below(n: number): number {
    return Math.floor(this.#random() * n);
  }

  oneOf<T>(list: readonly T[]): T {
    const one = list[this.below(list.length)];
    if (one === undefined) throw new Error('nothing to choose from');
    return one;
  }

  /** A body with one to four things wrong with it, or right by luck. */
  mutate(body: Buffer): Buffer {
    let mutant = body;
    for (let i = 0; i <= this.below(4); i++) {
      mutant = this.#random() < 0.5 ? this.#bytes(mutant) : this.#structure(mutant);
    }
    return mutant;
  }

  #bytes(body: Buffer): Buffer {
    const at = this.below(body.length + 1);
    const to = Math.min(body.length, at + 1 + this.below(12));
    const [before, part, after] = [body.subarray(0, at), body.subarray(at, to), body.subarray(to)];
    const noise = Buffer.from(Array.from({ length: 1 + this.below(6) }, () => this.below(256)));
    const marks = Buffer.from(
      this.oneOf(['{', '}', '[', ']', '"', ',', ':', '\\', '\\u0000', '\\ud800', '\n', '\0', 'null']),
    );
    switch (this.below(7)) {
      case 0:
        return Buffer.concat([before, after]);
      case 1:
        return Buffer.concat([before, noise, after]);
      case 2:
        return Buffer.concat([before, marks, part, after]);
      case 3:
        return Buffer.concat([before, part, part, after]);
      case 4:
        return before;
      case 5:
        return Buffer.concat([before, Buffer.from([0xc3, 0x28, 0xed, 0xa0, 0x80]), after]);
      default:
        return Buffer.concat([before, Buffer.from(part.map((byte) => byte ^ (1 << this.below(8)))), after]);
    }
  }

  #structure(body: Buffer): Buffer {
    let value: unknown;
    try {
      value = JSON.parse(body.toString());
    } catch {
      return this.#bytes(body);
    }
    return Buffer.from(JSON.stringify(this.#graft(value)));
  }

  /** The value with something else at a random place. */
  #graft(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || this.#random() < 0.15) return this.#strange();
    const entries = Object.entries(value);
    const at = this.below(Math.max(1, entries.length));
    const changed = entries.flatMap(([key, part], i): [string, unknown][] => {
      if (i !== at) return [[key, part]];
      switch (this.below(5)) {
        case 0:
          return [];
        case 1:
          return [[this.oneOf([`${key}x`, key.toUpperCase(), '', '__proto__', 'constructor', key.slice(1)]), part]];
        case 2:
          return [
            [key, part],
            [this.oneOf(['extra', '__proto__', 'toString', 'data', 'id']), this.#strange()],
          ];
        default:
          return [[key, this.#graft(part)]];
      }
    });
    return Array.isArray(value) ? changed.map(([, part]) => part) : Object.fromEntries(changed);
  }

  #strange(): unknown {
    return this.oneOf<() => unknown>([
      () => null,
      () => true,
      () => [],
      () => ({}),
      () => -1,
      () => 1e308,
      () => 0.1,
      () => '',
      () => ' ',
      () => '\u0000',
      () => '\ud83d',
      () => 'x'.repeat(1 + this.below(600)),
      () => '9999-99-99T99:99:99Z',
      () => '0001-01-01T00:00:00Z',
      () => '2026-06-15T12:00:60Z',
      () => [[[[[[[[]]]]]]]],
      () => ({ actor: 'x', toString: 1, valueOf: null }),
      () => Array.from({ length: this.below(40) }, () => null),
    ])();
  }
}
