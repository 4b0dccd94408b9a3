/** The measures in use: those that come with Kith, and the operator's, which are read again on SIGHUP. What is broken changes nothing. */
import type { Log } from '../ground/log/index.ts';
import { formatProblems } from '../ground/yaml/index.ts';
import { type CodeInUse, merge, readOwnFolder } from './own-folder.ts';
import { type Code, type Questions, readQuestions, shippedCodes } from './registry.ts';

const NONE: ReadonlySet<string> = new Set();
const asShipped = (code: Code): CodeInUse => ({ ...code, own: NONE });

export class RegistryInUse {
  readonly questions: Questions = readQuestions();
  readonly #folder: string | null;
  readonly #log: Log | null;
  #codes: readonly CodeInUse[] = shippedCodes().map(asShipped);
  #problems: string | null = null;

  /** @param log told of what is wrong with the folder, and of its being read; null: nobody */
  constructor(folder: string | null, log: Log | null) {
    this.#folder = folder;
    this.#log = log;
    this.reload();
  }

  get codes(): readonly CodeInUse[] {
    return this.#codes;
  }

  /** Why the operator's folder is not in use as it is now; null where it is, or there is none. */
  get problems(): string | null {
    return this.#problems;
  }

  /** Reads the folder again; false where it is broken: all stays as it was then. */
  reload(): boolean {
    if (this.#folder === null) return true;
    const read = readOwnFolder(this.#folder, this.questions);
    if (!read.ok) {
      this.#problems = formatProblems(read.problems);
      this.#log?.error({ problems: this.#problems.split('\n') }, 'the measures stay as they were');
      return false;
    }
    const shipped = shippedCodes();
    const own = new Map(read.value.map((code) => [code.code, code]));
    const merged = shipped.map((code) => {
      const mine = own.get(code.code);
      return mine === undefined ? asShipped(code) : merge(code, mine);
    });
    const added = read.value.filter(({ code }) => !shipped.some((one) => one.code === code));
    this.#codes = [...merged, ...added.map((code) => merge(undefined, code))];
    this.#problems = null;
    this.#log?.info({ codes: read.value.map(({ code, version }) => `${code} ${version}`) }, 'own measures were read');
    return true;
  }
}
