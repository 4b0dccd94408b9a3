/**
 * What shows Kith's notices to one person, without a screen: for native apps, and under the web components.
 *
 *   nothing ──a notice waits──▶ notice ──accept, decline, ok──▶ answered ──▶ the next one, or nothing
 *                               │    ▲ └──leave──▶ put off where something must be decided, else gone
 *                      get_help │    │ back
 *                 block, report ▼    │
 *                               help, block, report ──done──▶ answered
 *
 * Nothing is accepted but by `choose('accept')`. It holds no key, no clock and no timer: it calls what the platform gives.
 */
import type { Choice } from '@kith/contract';
import { type Arrival, answeredEvent, type NoticeEvent, shownEvent } from './arrival.ts';
import { type Added, isMeant, NoticeQueue, type Outlived, type Which } from './queue.ts';
import { decides, makesOutdated } from './seriousness.ts';
import { Telling } from './telling.ts';

/** What somebody says about an account, in the words of Kith's report form. */
export interface ReportSaid {
  about: string;
  /** one of the categories of the words, or the platform's own */
  category: string;
  /** what they wrote; may be empty */
  text: string;
}

export interface NoticesOptions {
  /** the account that is signed in: notices to anybody else are refused */
  account: string;
  /** passes an event to the platform's server, which tells Kith; may throw or reject, and is then tried again */
  tell: (event: NoticeEvent) => unknown;
  /** has somebody blocked by the platform's server, which tells Kith `account.blocked`; throws or rejects where that failed */
  block: (about: string) => unknown;
  /** has a report filed by the platform's server, which tells Kith `report.filed`; throws or rejects where that failed */
  report: (said: ReportSaid) => unknown;
  /** gives a link to Kith's report form instead (`kith.reportLink`), where the platform would rather have that */
  reportLink?: (about: string) => Promise<string>;
  /** what the person knows an account by */
  nameOf?: (account: string) => string | undefined;
  /** a notice was taken away before it was answered */
  outlived?: (arrival: Arrival, why: Outlived) => void;
}

/** How far the act of a view has come. */
export type Step = 'asking' | 'working' | 'failed';

/** What is to be on the screen. */
export type View =
  | { readonly view: 'nothing' }
  | { readonly view: 'notice' | 'help'; readonly arrival: Arrival }
  | ActView;
interface ActView {
  readonly view: 'block' | 'report';
  readonly arrival: Arrival;
  readonly about: string;
  readonly step: Step;
}

const NOTHING: View = { view: 'nothing' };

export class Notices {
  readonly options: Readonly<NoticesOptions>;
  readonly #queue: NoticeQueue;
  readonly #telling: Telling;
  readonly #listeners = new Set<(view: View) => void>();
  readonly #shown = new WeakSet<Arrival>();
  readonly #helped = new WeakSet<Arrival>();
  #view: View = NOTHING;

  constructor(options: NoticesOptions) {
    this.options = options;
    this.#queue = new NoticeQueue((arrival, why) => options.outlived?.(arrival, why));
    this.#telling = new Telling(options.tell);
  }

  get view(): View {
    return this.#view;
  }

  /** Notices that the person left for later, though something waits for what they choose. */
  get putOff(): readonly Arrival[] {
    return this.#queue.putOff;
  }

  /** Calls the listener with what is on the screen now, and whenever that changes. Gives what ends that. */
  subscribe(listener: (view: View) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#view);
    return () => this.#listeners.delete(listener);
  }

  /** Takes a notice that has come. `another`: it is for another account than the one that is signed in. */
  add(arrival: Arrival): Added | 'another' {
    if (arrival.notice.to !== this.options.account) return 'another';
    const onScreen = this.#view.view === 'nothing' ? null : this.#view.arrival;
    const added = this.#queue.add(arrival, onScreen);
    const isOutdated = onScreen !== null && !isWorking(this.#view) && makesOutdated(arrival.notice, onScreen.notice);
    if (added === 'taken' && isOutdated) {
      this.#close(onScreen, 'outdated');
    } else if (onScreen === null) this.#next();
    return added;
  }

  /** The notice is on the screen: to be called when it is seen. Tells so the first time. */
  async shown(): Promise<void> {
    if (this.#view.view === 'nothing' || this.#shown.has(this.#view.arrival)) return;
    this.#shown.add(this.#view.arrival);
    await this.#telling.add(shownEvent(this.#view.arrival));
  }

  /** What the person chose. Help, blocking and reporting open their own view first; what isn't offered is ignored. */
  async choose(choice: Choice): Promise<void> {
    if (this.#view.view !== 'notice') return;
    const { arrival } = this.#view;
    const { about, choices } = arrival.notice;
    if (!choices.some((offered) => offered.choice === choice)) return;
    if (choice === 'get_help') {
      this.#helped.add(arrival);
      this.#show({ view: 'help', arrival });
    } else if ((choice === 'block' || choice === 'report') && about !== undefined) {
      this.#show({ view: choice, arrival, about, step: 'asking' });
    } else {
      await this.#answer(arrival, choice === 'ok' && this.#helped.has(arrival) ? 'get_help' : choice);
    }
  }

  /** Back to the notice, with nothing done. */
  back(): void {
    if (this.#view.view === 'nothing' || isWorking(this.#view)) return;
    this.#show({ view: 'notice', arrival: this.#view.arrival });
  }

  /** The person closes the notice without choosing. Nothing is accepted; what must be decided waits for `reopen`. */
  async leave(): Promise<void> {
    if (this.#view.view !== 'notice' && this.#view.view !== 'help') return;
    const { arrival } = this.#view;
    if (decides(arrival.notice)) this.#queue.later(arrival);
    else if (this.#helped.has(arrival)) return this.#answer(arrival, 'get_help');
    this.#next();
  }

  /** Brings back what was put off. */
  reopen(): void {
    this.#queue.reopen();
    if (this.#view.view === 'nothing') this.#next();
  }

  /** Blocks whom the notice is about, after the person confirmed it. Gives whether it worked. */
  async block(): Promise<boolean> {
    const view = this.#view;
    if (view.view !== 'block' || !(await this.#act(view, () => this.options.block(view.about)))) return false;
    this.#queue.blocked(view.about);
    await this.#answer(view.arrival, 'block');
    return true;
  }

  /** Reports whom the notice is about. Gives whether it worked. */
  async report(said: Omit<ReportSaid, 'about'>): Promise<boolean> {
    const view = this.#view;
    if (view.view !== 'report') return false;
    if (!(await this.#act(view, () => this.options.report({ ...said, about: view.about })))) return false;
    await this.#answer(view.arrival, 'report');
    return true;
  }

  /** The person followed the link to Kith's report form. */
  async followed(): Promise<void> {
    if (this.#view.view === 'report') await this.#answer(this.#view.arrival, 'report');
  }

  /** Takes notices away that have no more to say: the account was blocked elsewhere, a request taken back. Gives how many. */
  withdraw(which: Which): number {
    const count = this.#queue.withdraw(which);
    const view = this.#view;
    // what the person is doing themselves at this moment answers the notice
    if (view.view === 'nothing' || isWorking(view) || !isMeant(view.arrival, which)) return count;
    this.#close(view.arrival, 'withdrawn');
    return count + 1;
  }

  /** Tells again what could not be told, for when there is a network. */
  retryTelling(): Promise<void> {
    return this.#telling.again();
  }

  /** Does what the platform does; says on the screen that it is being done, and that it failed. */
  async #act(view: ActView, act: () => unknown): Promise<boolean> {
    if (isWorking(view)) return false;
    this.#show({ ...view, step: 'working' });
    try {
      await act();
      return true;
    } catch {
      this.#show({ ...view, step: 'failed' });
      return false;
    }
  }

  /** The one place where an answer is told: its notice is off the screen before anything else can be chosen. */
  #answer(arrival: Arrival, choice: Choice): Promise<void> {
    this.#next();
    return this.#telling.add(answeredEvent(arrival, choice));
  }

  #close(arrival: Arrival, why: Outlived): void {
    this.#next();
    this.options.outlived?.(arrival, why);
  }

  #next(): void {
    const arrival = this.#queue.next();
    this.#show(arrival === null ? NOTHING : { view: 'notice', arrival });
  }

  #show(view: View): void {
    if (view === this.#view) return;
    this.#view = view;
    for (const listener of [...this.#listeners]) listener(view);
  }
}

const isWorking = (view: View): boolean => 'step' in view && view.step === 'working';
