/**
 * The keys of reports: one a month for what people write, destroyed when nothing of that month is kept any more, and one
 * for what a browser carries between pages and for links. They are files, as those of kept messages are: no copy of the
 * database holds them.
 */
import type { KeyObject } from 'node:crypto';
import type { Filed } from '@kith/engine';
import { type KeyFolder, seal, unseal } from '../ground/sealing/index.ts';
import { reportIdOf } from '../knowledge/index.ts';

/** How often it is looked whether a month has begun, milliseconds. */
const EVERY_MS = 60 * 60_000;

const monthOf = (at_ms: number): string => new Date(at_ms).toISOString().slice(0, 7);
const nameOf = (month: string): string => `reports-${month}`;
const MONTH_KEY = /^reports-\d{4}-\d{2}$/;
/** Of links and of what a browser carries. */
const CARRIED = 'reports-carried';

/** What the words of a report belong to: no report's words can be put into another's place. */
const sealedAs = (report: string): string => JSON.stringify(['kith report 1', report]);

export class ReportKeys {
  readonly #folder: KeyFolder;
  readonly #clock: () => number;
  /** for links and for what a browser carries between pages */
  readonly carried: KeyObject;
  #now: { name: string; key: KeyObject };
  #timer: NodeJS.Timeout | null = null;

  static async open(folder: KeyFolder, clock: () => number): Promise<ReportKeys> {
    const carried = await folder.readOrMake({ case: CARRIED });
    const name = nameOf(monthOf(clock()));
    const { key } = await folder.readOrMake({ case: name });
    return new ReportKeys(folder, clock, carried.key, { name, key });
  }

  private constructor(
    folder: KeyFolder,
    clock: () => number,
    carried: KeyObject,
    now: { name: string; key: KeyObject },
  ) {
    this.#folder = folder;
    this.#clock = clock;
    this.carried = carried;
    this.#now = now;
  }

  /** @param failed told where the key of a new month can't be made: the one of the month before goes on meanwhile */
  start(failed: (error: unknown) => void): this {
    this.#timer = setInterval(() => void this.turn().catch(failed), EVERY_MS).unref();
    return this;
  }

  /** Has the key of this month. */
  async turn(): Promise<void> {
    const name = nameOf(monthOf(this.#clock()));
    if (name === this.#now.name) return;
    const { key } = await this.#folder.readOrMake({ case: name });
    this.#now = { name, key };
  }

  seal(report: string, text: string): Filed {
    return { key: this.#now.name, sealed: seal(this.#now.key, sealedAs(report), text) };
  }

  /** The words of an event that reports somebody. */
  sealOfEvent(event: string, text: string): Filed {
    return this.seal(reportIdOf(event), writeSaid({ text }));
  }

  /** What was written in a report; null where it is not kept any more. */
  async open(row: { id: string; key: string | null; sealed: Uint8Array | null }): Promise<Said | null> {
    if (row.key === null || row.sealed === null) return null;
    const found = await this.#folder.read({ case: row.key });
    const text = found === null ? null : unseal(found.key, sealedAs(row.id), row.sealed);
    return text === null ? null : readSaid(text.toString('utf8'));
  }

  /** The keys of months that there are. */
  async months(): Promise<string[]> {
    return (await this.#folder.cases()).filter((name) => MONTH_KEY.test(name));
  }

  /** Destroys the key of a month that nothing is sealed with any more. Says whether there was one. */
  async destroy(name: string): Promise<boolean> {
    if (!MONTH_KEY.test(name) || name === this.#now.name) return false;
    return this.#folder.destroy({ case: name });
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }
}

/** What somebody wrote in a report. */
export interface Said {
  text?: string | undefined;
  /** the account as they wrote it */
  about?: string | undefined;
  /** where they may be written to */
  contact?: string | undefined;
  /** who they are to the child */
  who?: string | undefined;
}

export const writeSaid = (said: Said): string => JSON.stringify(said);

// sealed by writeSaid, and opened with its key: nobody else can have made it
const readSaid = (text: string): Said => JSON.parse(text);
