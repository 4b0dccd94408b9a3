/** Trying a changed policy: begun, followed, stopped. It goes on for as long as this screen is shown. */
import type { BacktestLine, BacktestView } from '@kith/contract';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useDesk } from '../api/use-api.tsx';
import { sayProblem } from '../shell/use-say.ts';
import { useWords } from '../words/use-words.tsx';

export interface Tried {
  text: string;
  from?: string;
  to?: string;
  budget?: number;
}

export type Trying =
  | { step: 'none' }
  | { step: 'running'; events: number; of: number }
  | { step: 'done'; result: BacktestView }
  | { step: 'failed'; message: string }
  | { step: 'cancelled' };

export function useBacktest() {
  const { api } = useDesk();
  const { t } = useWords();
  const [trying, setTrying] = useState<Trying>({ step: 'none' });
  const working = useRef<AbortController | null>(null);
  useEffect(() => () => working.current?.abort(), []);

  const run = useCallback(
    async (tried: Tried) => {
      working.current?.abort();
      const mine = new AbortController();
      working.current = mine;
      setTrying({ step: 'running', events: 0, of: 0 });
      let over = false;
      const told = (line: BacktestLine) => {
        if (mine.signal.aborted) return;
        over = line.step !== 'progress';
        setTrying(line.step === 'progress' ? { ...line, step: 'running' } : line);
      };
      try {
        await api.stream('/v1/policy/backtest', tried, told, mine.signal);
        if (!over) throw new Error('the answer ended before its end');
      } catch (error) {
        if (!mine.signal.aborted) setTrying({ step: 'failed', message: sayProblem(t, error) });
      }
    },
    [api, t],
  );
  const cancel = useCallback(() => {
    working.current?.abort();
    setTrying({ step: 'cancelled' });
  }, []);
  return { trying, run, cancel };
}
