/** What the dialogs that do something share: a question, an act that may fail, and a way back with nothing done. */
import type { Words } from '../words/words.ts';
import { button, choices, dialogBox, h, heading, speaking } from './dom.ts';
import { KithElement } from './element.ts';
import { type Help, helpList } from './reach.ts';
import { inWords, wordsFor } from './words.ts';

/** Whom it is about. */
export interface Asked {
  about: string;
  /** what the person knows them by */
  name?: string | undefined;
  /** the nearest words are used; the page's language where it is left out */
  language?: string | undefined;
  help?: Help | undefined;
}

export abstract class KithAsk extends KithElement {
  readonly #dialog = dialogBox(
    () => this.#isAsking,
    () => this.#back(),
  );
  readonly #said = h('p', { role: 'status' });
  readonly #wrong = h('p', { role: 'alert', class: 'wrong' });
  #isAsking = false;
  #isWorking = false;

  constructor() {
    super();
    this.root.append(this.#dialog);
  }

  /** Opens the dialog. What was written before stays, where it is about the same account. */
  ask(asked: Asked): void {
    const words = wordsFor(asked.language ?? this.around);
    const { lang, dir } = speaking(words.language);
    this.#dialog.lang = lang;
    this.#dialog.dir = dir;
    this.#isAsking = true;
    this.#isWorking = false;
    this.say('');
    this.wrong('');
    const { title, content, act } = this.draw(asked, words);
    this.#dialog.replaceChildren(
      heading(title, true),
      ...(asked.name === undefined ? [] : [aboutLine(asked.name, words, lang)]),
      ...content,
      this.#wrong,
      this.#said,
      choices(
        act,
        button(words.back, () => this.#back()),
      ),
      ...helpBelow(asked.help ?? [], words, lang),
    );
    if (!this.#dialog.open) this.#dialog.showModal();
  }

  close(): void {
    this.#isAsking = false;
    this.#dialog.close();
  }

  protected abstract draw(asked: Asked, words: Words): { title: string; content: Node[]; act: Node };

  protected say(text: string): void {
    this.#said.textContent = text;
  }

  protected wrong(text: string): void {
    this.say('');
    this.#wrong.textContent = text;
  }

  /** Does it, once however often it is pressed; says that it failed, and leaves all as it was. */
  protected async do(words: Words, act: () => unknown): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    this.wrong('');
    this.say(words.working);
    try {
      await act();
      this.finish('kith-done');
    } catch {
      this.wrong(words.failed);
    } finally {
      this.#isWorking = false;
    }
  }

  protected finish(event: 'kith-done' | 'kith-back'): void {
    this.close();
    this.dispatchEvent(new CustomEvent(event, { bubbles: true, composed: true }));
  }

  #back(): void {
    if (!this.#isWorking) this.finish('kith-back');
  }
}

/** A name is what somebody chose to be called: isolated, so that its letters turn nothing around it. */
export function aboutLine(name: string, words: Words, around: string): HTMLElement {
  const [before = '', after = ''] = words.about.split('{name}');
  return h('p', { part: 'about', ...inWords(words, around) }, before, h('bdi', {}, name), after);
}

export function helpBelow(help: Help, words: Words, around: string): Node[] {
  const [list] = helpList(help, words);
  return list === undefined ? [] : [h('p', { class: 'label', ...inWords(words, around) }, words.help.label), list];
}
