/** <kith-why>: why a person sees a notice, in words for a child. Never who told Kith what. */
import type { Why } from '../why.ts';
import { h, speaking } from './dom.ts';
import { KithElement } from './element.ts';
import { wordsFor } from './words.ts';

export class KithWhy extends KithElement {
  /** Shows these reasons, closed until the person opens them. */
  say(because: readonly Why[], language: string = this.around): void {
    const words = wordsFor(language);
    const { title, you, because: sentences } = words.why;
    this.root.replaceChildren(
      h(
        'details',
        { part: 'why', ...speaking(words.language) },
        h('summary', {}, title),
        ...because.map((why) => h('p', {}, sentences[why])),
        h('p', {}, you),
      ),
    );
  }
}
