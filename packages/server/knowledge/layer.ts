/** A map over another: it gives what that one has where it has nothing itself, and is the only one that is written. */
export class Layer<V> extends Map<string, V> {
  readonly #below: ReadonlyMap<string, V>;

  constructor(below: ReadonlyMap<string, V>) {
    super();
    this.#below = below;
  }

  override get(key: string): V | undefined {
    return super.get(key) ?? this.#below.get(key);
  }
}
