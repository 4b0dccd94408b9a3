/** <kith-block>: asks whether to block somebody, and says what that does: that it holds for their other accounts, and that they aren't told. */
import type { Words } from '../words/words.ts';
import { type Asked, KithAsk } from './ask.ts';
import { button, h } from './dom.ts';

export class KithBlock extends KithAsk {
  /** has the platform's server block them; throws or rejects where that failed */
  block: (about: string) => unknown = () => {
    throw new Error('kith-block: give its property `block` what blocks somebody');
  };

  protected draw({ about }: Asked, words: Words) {
    const { title, body, yes } = words.block;
    return {
      title,
      content: body.map((text) => h('p', {}, text)),
      act: button(yes, () => this.do(words, () => this.block(about))),
    };
  }
}
