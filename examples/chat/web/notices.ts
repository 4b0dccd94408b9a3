/** Kith's own components show notices and the dialogs for blocking and reporting; here they are joined to this chat. */
import { cy, defineKith, en, type KithBlock, type KithReport, Notices } from '@kith/client/notices';
import type { Action, View } from '../protocol.ts';
import { type Connection, Refused } from './connection.ts';

defineKith({ words: [en, cy] });

/** Outside what is drawn anew, so that an open dialog stays as it is. */
const notice = document.querySelector('kith-notice');
const blocking = document.querySelector('kith-block');
const reporting = document.querySelector('kith-report');

/** One for the page. @param changed what was put off has changed */
export class NoticeDesk {
  readonly #connection: Connection;
  readonly #notices: Notices;
  #names: View['names'] = {};
  #open = new Map<string, { event: string; kind: string }>();

  constructor(account: string, connection: Connection, changed: () => void) {
    this.#connection = connection;
    this.#notices = new Notices({
      account,
      tell: (event) => this.#tell({ do: 'notice', event: { ...event } }),
      block: (about) => connection.do({ do: 'block', person: about }),
      report: ({ about, category, text }) => connection.do({ do: 'report', person: about, category, text }),
      nameOf: (about) => this.#names[about],
    });
    if (notice !== null) notice.notices = this.#notices;
    this.#notices.subscribe(changed);
  }

  /** How many the person left for later. */
  get putOff(): number {
    return this.#notices.putOff.length;
  }

  reopen(): void {
    this.#notices.reopen();
  }

  /** Takes in what is open now, and away what was answered or settled elsewhere. */
  see({ notices, names }: View): void {
    this.#names = names;
    const open = new Map(
      notices.map((one) => [`${one.event} ${one.notice.kind}`, { event: one.event, kind: one.notice.kind }]),
    );
    for (const [key, which] of this.#open) if (!open.has(key)) this.#notices.withdraw(which);
    this.#open = open;
    for (const one of notices) this.#notices.add(one);
    void this.#notices.retryTelling();
  }

  /** Asks whether to block somebody, and says what that does. */
  askBlock(about: string, name: string, language: string): void {
    ask(blocking, about, name, language, (dialog) => {
      dialog.block = () => this.#connection.do({ do: 'block', person: about });
    });
  }

  /** @param message the one that is reported */
  askReport(about: string, name: string, language: string, message?: string): void {
    ask(reporting, about, name, language, (dialog) => {
      dialog.report = ({ category, text }) =>
        this.#connection.do({ do: 'report', person: about, category, text, ...(message !== undefined && { message }) });
    });
  }

  /** What can't be done any more needs no second try: the notice was answered in another window. */
  async #tell(action: Action): Promise<void> {
    try {
      await this.#connection.do(action);
    } catch (error) {
      if (error instanceof Refused && error.why === 'not_possible') return;
      throw error;
    }
  }
}

function ask<T extends KithBlock | KithReport>(
  dialog: T | null,
  about: string,
  name: string,
  language: string,
  prepare: (dialog: T) => void,
): void {
  if (dialog === null) return;
  prepare(dialog);
  dialog.ask({ about, name, language });
}
