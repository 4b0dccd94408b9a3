/** Step three: what is secret is kept apart, and can't be printed by mistake. */
import { inspect } from 'node:util';

const WITHHELD = '[withheld]';

export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** For whoever connects with it. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return WITHHELD;
  }

  toJSON(): string {
    return WITHHELD;
  }

  [inspect.custom](): string {
    return WITHHELD;
  }
}

/** A URL for people: without its password, and without parameters, where some hide another. */
export function urlShown(text: string): string {
  const url = URL.parse(text);
  if (url === null) return WITHHELD;
  if (url.password !== '') url.password = '***';
  url.search = '';
  return url.href;
}
