/** Progress of whatever takes longer than a second: on stderr, and only where a person looks at a terminal. */
import progressBars, { type Options, type SingleBar } from 'cli-progress';

/** Shorter work needs no bar: it would only flash, milliseconds. */
const SHOWN_AFTER_MS = 1000;

export interface Progress {
  /** how much is done, of how much (0 where that is not known) */
  at(done: number, of: number): void;
  end(): void;
}

/** Where it is shown, and what tells how long the work has taken. */
export interface Shown {
  stream: NodeJS.WriteStream;
  /** milliseconds since any moment */
  clock: () => number;
}

const onTheTerminal: Shown = { stream: process.stderr, clock: () => performance.now() };

/**
 * Where nobody says how far the work is, how long it has taken is shown.
 * @param unit what is counted: events, files
 */
export function progress(what: string, unit: string, { stream, clock }: Shown = onTheTerminal): Progress {
  if (!stream.isTTY) return { at: () => {}, end: () => {} };
  const began = clock();
  let [done, of] = [0, 0];
  let bar: SingleBar | null = null;
  const format: Options['format'] = (options, params, payload) => {
    const counted = params.value > 0 ? ` | {value} ${unit}` : '';
    const shown =
      params.total > 0
        ? `${what} {bar} {percentage}% | {value}/{total} ${unit} | {eta_formatted} left`
        : `${what}${counted} | {duration_formatted}`;
    return progressBars.Format.Formatter({ ...options, format: shown }, params, payload);
  };
  const show = (): void => {
    bar = new progressBars.SingleBar({ format, stream, hideCursor: true }, progressBars.Presets.shades_classic);
    bar.start(of, done);
  };
  const timer = setTimeout(show, SHOWN_AFTER_MS);
  timer.unref();
  return {
    at(nowDone, nowOf) {
      [done, of] = [nowDone, nowOf];
      if (bar !== null) {
        bar.setTotal(of);
        bar.update(done);
      } else if (clock() - began >= SHOWN_AFTER_MS) {
        // work without a pause lets no timer run
        clearTimeout(timer);
        show();
      }
    },
    end() {
      clearTimeout(timer);
      bar?.stop();
    },
  };
}

/** Work that says nothing of how far it is: how long it has taken is shown. */
export async function whileWorking<T>(what: string, work: () => Promise<T>, shown?: Shown): Promise<T> {
  const bar = progress(what, '', shown);
  try {
    return await work();
  } finally {
    bar.end();
  }
}
