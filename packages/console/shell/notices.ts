/** What the console says at the bottom of the screen: what was done, what went wrong, what can still be undone. */
import { useSyncExternalStore } from 'react';

export interface ShownNotice {
  id: number;
  kind: 'said' | 'wrong' | 'undo';
  text: string;
  /** gone at this time, milliseconds since 1970; null: until it is put away */
  until_ms: number | null;
  /** of `undo` */
  undo: (() => void) | null;
  /** of `wrong`: the problem's code, where it has one */
  code: string | null;
}

/** Long enough to read two sentences, milliseconds. What went wrong stays until it is put away. */
const SAID_MS = 8_000;
/** Notices that stand at once; of more, the oldest go. */
const NOTICES_MAX = 4;

class NoticeStore {
  #notices: readonly ShownNotice[] = [];
  #last = 0;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly current = (): readonly ShownNotice[] => this.#notices;

  #set(notices: readonly ShownNotice[]): void {
    this.#notices = notices;
    for (const listener of this.#listeners) listener();
  }

  #add(notice: Omit<ShownNotice, 'id'>): number {
    const id = ++this.#last;
    this.#set([...this.#notices, { ...notice, id }].slice(-NOTICES_MAX));
    return id;
  }

  say(text: string): void {
    const id = this.#add({ kind: 'said', text, until_ms: null, undo: null, code: null });
    setTimeout(() => this.dismiss(id), SAID_MS);
  }

  wrong(text: string, code: string | null = null): void {
    if (!this.#notices.some((there) => there.kind === 'wrong' && there.text === text)) {
      this.#add({ kind: 'wrong', text, until_ms: null, undo: null, code });
    }
  }

  /** What a notice asked for has been done: it would only mislead from now on. */
  readonly settled = (code: string): void => {
    if (this.#notices.some((notice) => notice.code === code)) {
      this.#set(this.#notices.filter((notice) => notice.code !== code));
    }
  };

  /** What was done leaves at `until_ms`; until then `undo` takes it back. */
  undoable(text: string, until_ms: number, undo: () => void): void {
    const id = this.#add({ kind: 'undo', text, until_ms, undo: () => this.dismiss(id, undo), code: null });
    setTimeout(() => this.dismiss(id), Math.max(0, until_ms - Date.now()));
  }

  readonly dismiss = (id: number, then?: () => void): void => {
    this.#set(this.#notices.filter((notice) => notice.id !== id));
    then?.();
  };
}

export const notices = new NoticeStore();

export const useNotices = (): readonly ShownNotice[] => useSyncExternalStore(notices.subscribe, notices.current);
