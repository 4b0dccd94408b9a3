/** <kith-report>: asks what happened, or leads to Kith's report form where the platform gives a link. */
import type { ReportSaid } from '../notices.ts';
import { CATEGORIES, type Category, type Words } from '../words/words.ts';
import { type Asked, KithAsk } from './ask.ts';
import { button, h } from './dom.ts';

/** The longest text, in UTF-16 code units: as on Kith's report form. */
export const TEXT_LENGTH_MAX = 2_000;

export class KithReport extends KithAsk {
  /** has the platform's server file the report; throws or rejects where that failed */
  report: (said: ReportSaid) => unknown = () => {
    throw new Error('kith-report: give its property `report` what files a report, or `reportLink` what gives a link');
  };
  /** where it is given: a link to Kith's report form instead of asking here */
  reportLink: ((about: string) => Promise<string>) | undefined;
  /** what was written, until it is sent: nobody writes such a thing twice */
  #draft: { about: string; category: Category | null; text: string } | undefined;

  protected draw(asked: Asked, words: Words) {
    return this.reportLink === undefined ? this.#form(asked, words) : this.#handOver(asked, words, this.reportLink);
  }

  #form({ about }: Asked, words: Words) {
    const { title, lead, what, missing, more, hint, send, categories } = words.report;
    const draft = this.#draft?.about === about ? this.#draft : { about, category: null, text: '' };
    this.#draft = draft;
    const ones = CATEGORIES.map((category) => {
      const input = h('input', { type: 'radio', name: 'category', value: category });
      input.checked = draft.category === category;
      input.addEventListener('change', () => {
        draft.category = category;
        this.wrong('');
      });
      return { input, label: h('label', { class: 'one' }, input, categories[category]) };
    });
    const text = h('textarea', { id: 'text', maxlength: String(TEXT_LENGTH_MAX), 'aria-describedby': 'hint' });
    text.value = draft.text;
    text.addEventListener('input', () => {
      draft.text = text.value;
    });
    const content = [
      h('p', {}, lead),
      h('fieldset', {}, h('legend', {}, what), ...ones.map(({ label }) => label)),
      h('label', { class: 'ask', for: 'text' }, more),
      h('p', { id: 'hint', class: 'hint' }, hint),
      text,
    ];
    const act = button(send, () => {
      const { category } = draft;
      if (category === null) {
        this.wrong(missing);
        ones[0]?.input.focus();
        return;
      }
      void this.do(words, async () => {
        await this.report({ about, category, text: draft.text });
        this.#draft = undefined;
      });
    });
    return { title, content, act };
  }

  /** A link that is there before it is pressed: browsers let no page open by itself. */
  #handOver({ about }: Asked, words: Words, linkOf: (about: string) => Promise<string>) {
    const { title, lead, form, go } = words.report;
    const link = h('a', { part: 'choice', target: '_blank', rel: 'noopener noreferrer' }, go);
    link.append(h('span', { class: 'unseen' }, ` (${words.help.opens})`));
    link.addEventListener('click', () => {
      if (link.href !== '') this.finish('kith-done');
    });
    this.say(words.working);
    linkOf(about).then(
      (url) => {
        this.say('');
        if (/^https?:\/\//.test(url)) link.href = url;
        else this.wrong(words.failed);
      },
      () => this.wrong(words.failed),
    );
    return { title, content: [h('p', {}, lead), h('p', {}, form)], act: link };
  }
}
