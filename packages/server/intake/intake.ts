/** Takes what platforms tell, has it decided, and words the answers. */
import type { Problem } from '@kith/contract';
import type { Told, ToldOf } from '@kith/engine';
import { about, ProblemError, parseJson, tooLarge } from '../ground/http/index.ts';
import type { Log } from '../ground/log/index.ts';
import type { Telemetry } from '../ground/telemetry/index.ts';
import type { Committed } from '../knowledge/index.ts';
import type { MessageReader } from '../signals/index.ts';
import type { Words } from '../words/index.ts';
import { Answers } from './answers.ts';
import { Group, Sequence } from './group.ts';
import { LINE_BYTES_MAX, NDJSON_PIECE_LINES, NDJSON_PIECE_SHARE } from './limits.ts';
import { type Committing, Queue, type QueueOptions } from './queue.ts';
import { type AtTheDoor, Refused, readTold } from './read.ts';

/** Sees messages with their texts once they are committed. It must be quick, and answer for what it keeps of them. */
export interface Onlooker {
  committed(told: ToldOf<'message.sent'>, text: string): void;
}

export interface IntakeOptions extends QueueOptions {
  store: Committing;
  words: () => Words;
  /** what texts are read with, where deciding asks what they say */
  texts: MessageReader;
  /** what is done with what may not go further: without it that is dropped */
  door?: AtTheDoor | undefined;
  telemetry: Telemetry;
  log: Log;
  /** without one no text outlives its commit */
  onlooker?: Onlooker | undefined;
  /** told of an event that added to what is known of how its actor turns to children, and towards whom it was */
  turned?: (actor: string, other: string | undefined) => void;
  /** milliseconds since 1970 */
  clock?: () => number;
}

const busy = () => new ProblemError('busy', 'Kith has as much to do as it can hold: send this again in a moment');

/** What a request is told whose events could not be committed. The cause was logged. */
const unavailable = (id?: string) =>
  new ProblemError(
    'unavailable',
    `Kith can't store events now${id === undefined ? '' : ` (${id})`}: send this again in a moment, with the same ids`,
  );

export class Intake {
  readonly #telemetry: Telemetry;
  readonly #log: Log;
  readonly #clock: () => number;
  readonly #texts: MessageReader;
  readonly #turned: NonNullable<IntakeOptions['turned']>;
  readonly #door: AtTheDoor | undefined;
  readonly #answers: Answers;
  readonly #queue: Queue;
  readonly #onlooker: Onlooker | undefined;
  #failures = 0;
  /** under which name a failure was logged: one of a block concerns many requests */
  readonly #names = new WeakMap<Error, string>();

  constructor({ store, words, texts, telemetry, log, onlooker, clock = Date.now, ...options }: IntakeOptions) {
    this.#telemetry = telemetry;
    this.#log = log;
    this.#turned = options.turned ?? (() => {});
    this.#clock = clock;
    this.#texts = texts;
    this.#door = options.door;
    this.#answers = new Answers(words);
    this.#onlooker = onlooker;
    this.#queue = new Queue(
      store,
      { answer: (told, committed, arrived) => this.#word(told, committed, arrived) },
      options,
    );
  }

  /** Events that are not answered yet. */
  get queued(): number {
    return this.#queue.queued;
  }

  get full(): boolean {
    return this.#queue.full;
  }

  /** Resolves when everything that was taken is answered. */
  drain(): Promise<void> {
    return this.#queue.drain();
  }

  /**
   * One event: gives its receipt.
   * @param bytes what it was sent as
   * @throws ProblemError where it is refused (its problem), `busy`, `unavailable`
   */
  async tell(value: unknown, bytes: number): Promise<string> {
    const read = readTold(value, this.#clock(), this.#texts, this.#door);
    if (read instanceof Refused) {
      this.#telemetry.rejected(read.problem.code);
      throw ProblemError.of(read.problem);
    }
    const [answer] = await this.#decide([read], bytes, (told) => told, new Sequence());
    if (answer === undefined) throw new Error('an event without an answer');
    return answer;
  }

  /** One event that Kith itself has found, already read. @throws ProblemError `busy`, `unavailable` */
  async tellOwn(told: Told): Promise<void> {
    await this.#decide([told], 0, (own) => own, new Sequence());
  }

  /**
   * Many: gives a receipt for each, in order.
   * @param bytes what they were sent as
   * @throws ProblemError `busy`, `unavailable`
   */
  tellAll(values: readonly unknown[], bytes: number): Promise<readonly string[]> {
    if (values.length === 0) return Promise.resolve([]);
    const now = this.#clock();
    return this.#decide(values, bytes, (value) => this.#read(value, now), new Sequence());
  }

  /** Lines that are told at once at most. */
  get pieceLines(): number {
    return Math.max(1, Math.min(NDJSON_PIECE_LINES, Math.floor(this.#queue.queuedEventsMax * NDJSON_PIECE_SHARE)));
  }

  /**
   * Lines of JSON, each as its bytes (null: one that was too long), `pieceLines` at most. Resolves when they were taken,
   * which may wait for room; then `answers` gives a receipt for each, in order. Neither throws.
   */
  async tellLines(
    lines: readonly (Uint8Array | null)[],
    sequence: Sequence,
  ): Promise<{ answers: Promise<readonly string[]> }> {
    const bytes = lines.reduce((sum, line) => sum + (line?.length ?? 0), 0);
    while (!this.#queue.hasRoom(lines.length, bytes)) await this.#queue.change();
    return { answers: this.#decideLines(lines, bytes, sequence) };
  }

  async #decideLines(
    lines: readonly (Uint8Array | null)[],
    bytes: number,
    sequence: Sequence,
  ): Promise<readonly string[]> {
    const now = this.#clock();
    try {
      return await this.#decide(lines, bytes, (line) => this.#readLine(line, now), sequence);
    } catch (error) {
      // the answer has begun: the lines that were not decided are told so, each
      const { problem } = error instanceof ProblemError ? error : this.#failed(error);
      return lines.map(() => this.#answers.rejected(undefined, problem));
    }
  }

  /** The answer to a line that is not even looked at. */
  refuse(problem: Problem): string {
    this.#telemetry.rejected(problem.code);
    return this.#answers.rejected(undefined, problem);
  }

  #decide<V>(
    values: readonly V[],
    bytes: number,
    read: (value: V) => Told | string,
    sequence: Sequence,
  ): Promise<readonly string[]> {
    return new Promise((resolve, reject) => {
      const group = new Group(
        values.length,
        bytes,
        (line) => read(values[line]),
        performance.now(),
        sequence,
        (error, answers) => {
          this.#queue.release(group);
          if (error === null) resolve(answers);
          else reject(error instanceof ProblemError ? error : this.#failed(error));
        },
      );
      if (!this.#queue.add(group)) reject(busy());
    });
  }

  #read(value: unknown, now: number): Told | string {
    const read = readTold(value, now, this.#texts, this.#door);
    if (!(read instanceof Refused)) return read;
    this.#telemetry.rejected(read.problem.code);
    return this.#answers.rejected(read.id, read.problem);
  }

  #readLine(line: Uint8Array | null, now: number): Told | string {
    if (line === null) return this.refuse(tooLarge('the line', LINE_BYTES_MAX).problem);
    try {
      return this.#read(parseJson(line), now);
    } catch (error) {
      if (error instanceof ProblemError) return this.refuse(about('the line', error).problem);
      throw error;
    }
  }

  #word(told: Told, committed: Committed, arrived: number): string {
    this.#show(told, committed);
    if (committed.status === 'failed') {
      const id = this.#logged(committed.error, 'an event could not be considered');
      this.#telemetry.rejected('internal');
      const message = `Kith failed at this event, and its log says why: look for ${id}`;
      return this.#answers.rejected(told.id, { code: 'internal', message });
    }
    if (committed.status === 'duplicate') this.#telemetry.duplicated();
    else {
      if (committed.ruled !== undefined) this.#telemetry.ruled(committed.ruled);
      const { actor } = told.data;
      const other = 'other' in told.data ? told.data.other : undefined;
      if (committed.turned) this.#turned(actor, other);
      this.#telemetry.decided({
        type: told.type,
        at: told.at,
        took_ms: performance.now() - arrived,
        decision: committed.decision,
        actor,
        other,
      });
    }
    return this.#answers.decided(committed.status, told.id, committed.decision);
  }

  /** Shows a message that was just committed to the onlooker. Of one that was told before, a look was taken then. */
  #show(told: Told, { status }: Committed): void {
    if (this.#onlooker === undefined || status !== 'accepted' || told.type !== 'message.sent') return;
    if (told.carried !== undefined && told.carried.text !== '') this.#onlooker.committed(told, told.carried.text);
  }

  #failed(error: unknown): ProblemError {
    return unavailable(this.#logged(error, 'events could not be committed'));
  }

  /** Logs what was not expected, once, under a name that its sender is told. */
  #logged(error: unknown, what: string): string {
    const err = error instanceof Error ? error : new Error(String(error));
    const known = this.#names.get(err);
    if (known !== undefined) return known;
    const id = `intake-${++this.#failures}-${this.#clock().toString(36)}`;
    this.#names.set(err, id);
    this.#log.error({ err, failure: id }, what);
    return id;
  }
}
