/** Progress of whatever takes longer than a second: on stderr, and only where a person looks at a terminal. */
import { Presets, SingleBar } from 'cli-progress';

/** Shorter work needs no bar: it would only flash, milliseconds. */
const SHOWN_AFTER_MS = 1000;

export interface Progress {
  /** how much is done, of how much (0 where that is not known yet) */
  at(done: number, of: number): void;
  end(): void;
}

/** @param unit what is counted: events, files */
export function progress(what: string, unit: string): Progress {
  const began = performance.now();
  let bar: SingleBar | null = null;
  return {
    at(done, of) {
      if (!process.stderr.isTTY || performance.now() - began < SHOWN_AFTER_MS) return;
      if (bar === null) {
        const format = `${what} {bar} {percentage}% | {value}/{total} ${unit} | {eta_formatted} left`;
        bar = new SingleBar({ format, stream: process.stderr, hideCursor: true }, Presets.shades_classic);
        bar.start(of, done);
        return;
      }
      bar.setTotal(of);
      bar.update(done);
    },
    end() {
      bar?.stop();
    },
  };
}
