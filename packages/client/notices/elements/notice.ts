/**
 * <kith-notice>: shows what `Notices` has. Where the person must decide, a dialog; where it only tells, a panel that takes no
 * focus and is read out politely (a warning at once). Choices are of one size, and none is chosen beforehand.
 */
import type { Notice } from '@kith/contract';
import type { Arrival } from '../arrival.ts';
import type { Notices, View } from '../notices.ts';
import { decides } from '../seriousness.ts';
import type { Words } from '../words/words.ts';
import { aboutLine, helpBelow } from './ask.ts';
import { KithBlock } from './block.ts';
import { box, button, choices, dialogBox, h, heading, speaking } from './dom.ts';
import { KithElement } from './element.ts';
import { helpList } from './reach.ts';
import { KithReport } from './report.ts';
import { KithWhy } from './why.ts';
import { inWords, wordsFor } from './words.ts';

/** Parts of the elements inside, for ::part from outside. */
const PARTS = 'box, title, about, body, choices, choice, plain, help, why';

type Content = 'notice' | 'help';

export class KithNotice extends KithElement {
  readonly #polite = h('div', { role: 'status', class: 'unseen' });
  readonly #atOnce = h('div', { role: 'alert', class: 'unseen' });
  readonly #panel = box('section');
  readonly #dialog = dialogBox(
    () => this.#isDialog(this.#arrival),
    () => this.#escape(),
  );
  readonly #block = new KithBlock();
  readonly #report = new KithReport();
  /** neither a tab in the background nor what is scrolled out of view has been shown to anybody */
  readonly #seeing = new IntersectionObserver((seen) => {
    if (seen.some(({ isIntersecting }) => isIntersecting)) void this.#notices?.shown();
  });
  #notices: Notices | undefined;
  #unsubscribe: (() => void) | undefined;
  #arrival: Arrival | null = null;
  #content: Content = 'notice';
  /** what had the focus before it came into the panel */
  #before: EventTarget | null = null;

  constructor() {
    super();
    this.#panel.hidden = true;
    this.root.append(this.#polite, this.#atOnce, this.#panel, this.#dialog, this.#block, this.#report);
    for (const inner of [this.#block, this.#report]) {
      inner.setAttribute('exportparts', PARTS);
      inner.addEventListener('kith-back', () => this.#notices?.back());
    }
    this.#report.addEventListener('kith-done', () => this.#notices?.followed());
    this.#panel.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') this.#escape();
    });
    this.#panel.addEventListener('focusin', ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && this.#panel.contains(relatedTarget))) this.#before = relatedTarget;
    });
  }

  /** What it shows. One element of a page shows them. */
  get notices(): Notices | undefined {
    return this.#notices;
  }

  set notices(notices: Notices | undefined) {
    this.#notices = notices;
    if (this.isConnected) this.connectedCallback();
  }

  connectedCallback(): void {
    this.disconnectedCallback();
    const notices = this.#notices;
    if (notices === undefined) return;
    this.#block.block = async () => worked(await notices.block());
    this.#report.report = async (said) => worked(await notices.report(said));
    this.#report.reportLink = notices.options.reportLink;
    this.#unsubscribe = notices.subscribe((view) => this.#draw(view));
  }

  disconnectedCallback(): void {
    this.#unsubscribe?.();
    this.#draw({ view: 'nothing' });
  }

  /** Closes without choosing: nothing is accepted. */
  #escape(): void {
    if (this.#content === 'help') this.#notices?.back();
    else void this.#notices?.leave();
  }

  #draw(view: View): void {
    const isOver = view.view === 'block' || view.view === 'report';
    if (!isOver) {
      this.#block.close();
      this.#report.close();
    }
    const arrival = view.view === 'nothing' ? null : view.arrival;
    const content = view.view === 'help' ? 'help' : 'notice';
    if (arrival !== this.#arrival || content !== this.#content) this.#fill(arrival, content);
    if (!isOver || view.step !== 'asking') return;
    const { language, help } = view.arrival.notice;
    const inner = view.view === 'block' ? this.#block : this.#report;
    inner.ask({ about: view.about, name: this.#nameOf(view.about), language, help });
  }

  /** With the attribute `inline` it is a panel always: for a screen of the platform's own, such as a list of requests. */
  #isDialog(arrival: Arrival | null): boolean {
    return arrival !== null && decides(arrival.notice) && !this.hasAttribute('inline');
  }

  /** Puts a notice, or its help, into the dialog or the panel; null empties both. */
  #fill(arrival: Arrival | null, content: Content): void {
    const hadFocus = this.#panel.contains(this.root.activeElement);
    const isDialog = this.#isDialog(arrival);
    const isPanel = arrival !== null && !isDialog;
    this.#seeing.disconnect();
    this.#arrival = arrival;
    this.#content = content;
    if (!isDialog) this.#dialog.close();
    this.#dialog.replaceChildren();
    this.#panel.replaceChildren();
    this.#panel.hidden = !isPanel;
    this.#announce(isPanel ? arrival.notice : null);
    if (arrival === null) {
      if (hadFocus && this.#before instanceof HTMLElement) this.#before.focus();
      return;
    }
    const { title, language } = arrival.notice;
    const words = wordsFor(language);
    const shown = isDialog ? this.#dialog : this.#panel;
    const { lang, dir } = speaking(language);
    shown.lang = lang;
    shown.dir = dir;
    const top = heading(content === 'help' ? words.help.title : title, isDialog);
    shown.append(top, ...(content === 'help' ? this.#helpOf(arrival, words) : this.#contentOf(arrival, words)));
    if (isDialog && !this.#dialog.open) this.#dialog.showModal();
    else if (isDialog || hadFocus) top.focus();
    this.#seeing.observe(shown);
  }

  /** A panel takes no focus, so a screen reader is told of it. */
  #announce(notice: Notice | null): void {
    const isAtOnce = notice?.kind === 'warning';
    const text = notice?.title ?? '';
    this.#polite.textContent = isAtOnce ? '' : text;
    this.#atOnce.textContent = isAtOnce ? text : '';
  }

  #contentOf({ notice, why }: Arrival, words: Words): Node[] {
    const { language, about, body, help } = notice;
    const name = about === undefined ? undefined : this.#nameOf(about);
    const because = new KithWhy();
    because.setAttribute('exportparts', PARTS);
    because.say(why, language);
    const offered = notice.choices.map(({ choice, label }) => button(label, () => this.#notices?.choose(choice)));
    const later = button(words.later, () => this.#notices?.leave(), { part: 'plain', ...inWords(words, language) });
    return [
      ...(name === undefined ? [] : [aboutLine(name, words, language)]),
      ...body.map((text) => h('p', { part: 'body' }, text)),
      choices(...offered),
      ...(decides(notice) ? [later] : []),
      ...helpBelow(help, words, language),
      because,
    ];
  }

  #helpOf({ notice }: Arrival, words: Words): Node[] {
    const back = button(words.back, () => this.#notices?.back());
    return [h('p', {}, words.help.lead), ...helpList(notice.help, words), choices(back)];
  }

  #nameOf(account: string): string | undefined {
    return this.#notices?.options.nameOf?.(account);
  }
}

function worked(isDone: boolean): void {
  if (!isDone) throw new Error('it failed, and the person was told');
}
