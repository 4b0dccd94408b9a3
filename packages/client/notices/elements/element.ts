/** What all elements are. */
import { dress } from './style.ts';

/** Where there is no page (a server that renders one), the module can be loaded all the same, and defines nothing. */
const Base: typeof HTMLElement = 'HTMLElement' in globalThis ? HTMLElement : (class {} as typeof HTMLElement); // never made there

export abstract class KithElement extends Base {
  readonly root: ShadowRoot;

  constructor() {
    super();
    this.root = this.attachShadow({ mode: 'open' });
    dress(this.root);
  }

  /** The language of the page around it. */
  protected get around(): string {
    return this.closest('[lang]')?.getAttribute('lang') || 'en';
  }
}
