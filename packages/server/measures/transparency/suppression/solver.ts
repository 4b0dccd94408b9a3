/** HiGHS, a solver of mixed-integer programmes, in WebAssembly. */
import { createRequire } from 'node:module';
import type * as Highs from 'highs';
import type { Solve } from './protect.ts';

/** What one question may take, seconds: most take some milliseconds. One that takes longer counts as not answered. */
const QUESTION_MAX_S = 20;

// its types describe what `require` gives, and not what `import` would
const load: typeof Highs.default.default = createRequire(import.meta.url)('highs');

export async function openSolver(): Promise<Solve> {
  const solver = await load();
  return (text) => {
    const { Status, Columns } = solver.solve(text, { output_flag: false, time_limit: QUESTION_MAX_S });
    if (Status !== 'Optimal') return null;
    return (name) => {
      const column = Columns[name];
      return column !== undefined && 'Primal' in column ? column.Primal : 0;
    };
  };
}
