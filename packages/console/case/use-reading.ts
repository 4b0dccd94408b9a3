/** Reading a case's conversations: which one is in front, which message, and how one gets to the next. */
import type { CaseView } from '@kith/contract';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { notices } from '../shell/notices.ts';
import { useWords } from '../words/use-words.tsx';
import { type Row, rowOf, rowsOf } from './rows.ts';
import { type Stop, stopFrom, stopsOf } from './signals.ts';
import { useConversation } from './use-conversation.ts';

const NO_ROWS: readonly Row[] = [];

export function useReading(view: CaseView) {
  const { day } = useWords();
  const stops = useMemo(() => stopsOf(view), [view]);
  const [other, turnTo] = useState(() => stops[0]?.other ?? view.contacts[0]?.account ?? null);
  const [opened, setOpened] = useState(false);
  // where there is evidence, that is where one begins
  const [anchor, setAnchor] = useState<string | null>(() => stops[0]?.at ?? null);
  const [wanted, setWanted] = useState<string | null>(() => stops[0]?.message ?? null);

  const conversation = useConversation(view.id, other, opened, anchor);
  const { data } = conversation;
  const rows = useMemo(() => (data === undefined ? NO_ROWS : rowsOf(data.pages, day)), [data, day]);
  // the look is written down by now
  const looked = data?.pages.length ?? 0;
  useEffect(() => {
    if (looked > 0) notices.settled('not_looked');
  }, [looked]);
  const wantedRow = wanted === null ? -1 : rowOf(rows, wanted);
  const front = wantedRow >= 0 ? wanted : (rows.at(-1)?.key ?? null);

  const setOther = useCallback((account: string) => {
    turnTo(account);
    setAnchor(null);
    setWanted(null);
  }, []);

  const go = useCallback(
    (stop: Pick<Stop, 'other' | 'message' | 'at'>, loaded: readonly Row[]) => {
      setWanted(stop.message);
      if (stop.other === other && rowOf(loaded, stop.message) >= 0) return;
      turnTo(stop.other);
      setAnchor(stop.at);
    },
    [other],
  );

  const latest = useRef({ rows, front, other, stops });
  latest.current = { rows, front, other, stops };

  const goTo = useCallback((stop: Pick<Stop, 'other' | 'message' | 'at'>) => go(stop, latest.current.rows), [go]);

  const moveSignal = useCallback(
    (by: number) => {
      const now = latest.current;
      const at = now.rows.find((one) => one.key === now.front)?.item.at ?? null;
      const stop = stopFrom(now.stops, { other: now.other, at, message: now.front }, by > 0 ? 1 : -1);
      if (stop !== null) go(stop, now.rows);
    },
    [go],
  );

  const moveMessage = useCallback((by: number) => {
    const now = latest.current;
    const from = now.front === null ? -1 : rowOf(now.rows, now.front);
    const row = now.rows[from + Math.sign(by)];
    if (row !== undefined) setWanted(row.key);
  }, []);

  const turnContact = useCallback(
    (by: number) => {
      const accounts = view.contacts.map(({ account }) => account);
      const at = accounts.indexOf(latest.current.other ?? '');
      const next = accounts[(at + by + accounts.length) % accounts.length];
      if (next !== undefined) setOther(next);
    },
    [view.contacts, setOther],
  );

  const open = useCallback(() => setOpened(true), []);
  return {
    other,
    setOther,
    opened: opened && other !== null,
    open,
    conversation,
    rows,
    front,
    setFront: setWanted,
    goTo,
    moveSignal,
    moveMessage,
    turnContact,
  };
}
