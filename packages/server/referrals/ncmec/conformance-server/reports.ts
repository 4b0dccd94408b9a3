/** What a CyberTipline server knows of reports: open, with files, finished, retracted, expired. Answers NCMEC's codes. */
import { CODES } from '../client/codes.ts';

/** A report that is not finished lasts so long after it was opened, or … (cybertipline.md, section 3, grade S) */
export const OPEN_MS = 24 * 3_600_000;
/** … so long after its last change, whichever is later. */
export const CHANGED_MS = 3_600_000;

interface UploadedFile {
  md5: string;
  described: boolean;
}

export interface ReportKept {
  number: string;
  state: 'open' | 'finished' | 'retracted' | 'expired';
  openedAt_ms: number;
  changedAt_ms: number;
  files: Map<string, UploadedFile>;
}

/** Whose account a report is about: by that, a test tells reports apart. */
export class Reports {
  readonly #all = new Map<string, ReportKept>();
  #last: number;

  constructor(first: number) {
    this.#last = first - 1;
  }

  open(now_ms: number): string {
    const number = String(++this.#last);
    this.keep(number, now_ms);
    return number;
  }

  /** As the log of an earlier run has it. */
  keep(number: string, now_ms: number): void {
    this.#last = Math.max(this.#last, Number(number));
    const times = { openedAt_ms: now_ms, changedAt_ms: now_ms };
    this.#all.set(number, { number, state: 'open', ...times, files: new Map() });
  }

  upload(number: string, fileId: string, md5: string, now_ms: number): number {
    const found = this.#open(number, now_ms);
    if (typeof found === 'number') return found;
    found.files.set(fileId, { md5, described: false });
    found.changedAt_ms = now_ms;
    return CODES.success;
  }

  describe(number: string, fileId: string, now_ms: number): number {
    const found = this.#open(number, now_ms);
    if (typeof found === 'number') return found;
    const file = found.files.get(fileId);
    if (file === undefined) return CODES.fileDoesNotExist;
    file.described = true;
    found.changedAt_ms = now_ms;
    return CODES.success;
  }

  /** @returns the numbers of its files, or a code */
  finish(number: string, now_ms: number): readonly string[] | number {
    const found = this.#open(number, now_ms);
    if (typeof found === 'number') return found;
    found.state = 'finished';
    return [...found.files.keys()];
  }

  retract(number: string, now_ms: number): number {
    const found = this.#open(number, now_ms);
    if (typeof found === 'number') return found;
    found.state = 'retracted';
    return CODES.success;
  }

  #open(number: string, now_ms: number): ReportKept | number {
    const found = this.#all.get(number);
    if (found === undefined) return CODES.reportDoesNotExist;
    if (found.state === 'open' && now_ms >= Math.max(found.openedAt_ms + OPEN_MS, found.changedAt_ms + CHANGED_MS)) {
      found.state = 'expired';
      found.files.clear();
    }
    switch (found.state) {
      case 'open':
        return found;
      case 'finished':
        return CODES.reportFinished;
      case 'retracted':
        return CODES.reportRetracted;
      case 'expired':
        return CODES.reportDoesNotExist;
      default:
        return found.state satisfies never;
    }
  }
}
