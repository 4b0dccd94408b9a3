/** What waits to be delivered to the platform, and what was given up: to look at, and to send again. */
import type { LetterShown, LetterView, OutboxPage, ReplayAnswer } from '@kith/contract';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { address } from '../api/http.ts';
import { useDesk, useMay } from '../api/use-api.tsx';
import { Foreign } from '../foreign/foreign.tsx';
import { Listed } from '../shell/listed.tsx';
import { useMode } from '../shell/now.ts';
import { Sheet } from '../shell/sheet.tsx';
import { useRows } from '../shell/use-rows.ts';
import { useSay } from '../shell/use-say.ts';
import { useTitle } from '../shell/use-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/use-words.tsx';

/** What couriers do is looked at again, milliseconds. */
const LIVE_MS = 10_000;

export function OutboxScreen() {
  const { t, number } = useWords();
  useTitle(t('screen.outbox'));
  useMode('outbox');
  const { api } = useDesk();
  const may = useMay();
  const say = useSay();
  const queries = useQueryClient();
  const [open, setOpen] = useState<string | null>(null);
  const { data, error, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['outbox'],
    queryFn: ({ pageParam }) => api.get<OutboxPage>('/v1/outbox', { after: pageParam === '' ? null : pageParam }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchInterval: LIVE_MS,
  });
  const letters = data?.pages.flatMap((page) => page.letters) ?? [];
  const counts = data?.pages[0]?.counts;
  const { box, onFocus } = useRows(letters.length, (i) => setOpen(letters[i]?.id ?? null));

  function replay(which: { id?: string }) {
    api
      .post<ReplayAnswer>('/v1/outbox/replay', which)
      .then(({ replayed }) => {
        setOpen(null);
        say.done('outbox.replayed', { count: replayed });
      }, say.problem)
      .finally(() => void queries.invalidateQueries({ queryKey: ['outbox'] }));
  }
  return (
    <section className="page">
      <div className="page__head">
        <h1>{t('screen.outbox')}</h1>
        {counts !== undefined && (
          <ul className="facts">
            {(['waiting', 'delivered', 'dead'] as const).map((name) => (
              <li key={name}>{t(`outbox.${name}`, { count: number(counts[name]) })}</li>
            ))}
          </ul>
        )}
        {letters.length > 1 && may('outbox.replay') && (
          <Button className="button button--plain" onPress={() => replay({})}>
            {t('outbox.replayAll')}
          </Button>
        )}
      </div>
      <Listed
        {...{ error, data, box }}
        empty={t('outbox.empty')}
        heads={(['type', 'endpoint', 'deadAt', 'attempts', 'lastError'] as const).map((name) => t(`outbox.${name}`))}
        onMore={hasNextPage ? () => void fetchNextPage() : null}
      >
        {letters.map((letter, i) => (
          <Row key={letter.id} letter={letter} index={i} onFocus={onFocus} onOpen={() => setOpen(letter.id)} />
        ))}
      </Listed>
      {open !== null && (
        <LetterSheet
          id={open}
          onClose={() => setOpen(null)}
          onReplay={may('outbox.replay') ? () => replay({ id: open }) : null}
        />
      )}
    </section>
  );
}

interface RowProps {
  letter: LetterView;
  index: number;
  onFocus(index: number): void;
  onOpen(): void;
}

function Row({ letter, index, onFocus, onOpen }: RowProps) {
  const { t, named, moment, number } = useWords();
  return (
    <tr>
      <td data-label={t('outbox.type')}>
        <Button className="link" data-row={index} onFocus={() => onFocus(index)} onPress={onOpen}>
          {named('letter', letter.type)}
        </Button>
      </td>
      <td data-label={t('outbox.endpoint')}>{letter.endpoint}</td>
      <td data-label={t('outbox.deadAt')}>{letter.deadAt !== null && moment(letter.deadAt)}</td>
      <td data-label={t('outbox.attempts')}>{number(letter.attempts)}</td>
      <td data-label={t('outbox.lastError')}>
        <Foreign text={letter.lastError ?? ''} most={80} />
      </td>
    </tr>
  );
}

function LetterSheet({ id, onClose, onReplay }: { id: string; onClose(): void; onReplay: (() => void) | null }) {
  const { t, named } = useWords();
  const { api } = useDesk();
  const { data, error } = useQuery({
    queryKey: ['letter', id],
    queryFn: () => api.get<LetterShown>(address('outbox', id)),
  });
  return (
    <Sheet title={data === undefined ? t('outbox.letter') : named('letter', data.type)} onClose={onClose}>
      <Waiting error={error} there={data !== undefined} />
      {data !== undefined && (
        <pre className="code">
          <Foreign text={indented(data.body)} lines most={CODE_SHOWN} />
        </pre>
      )}
      <p className="buttons">
        {onReplay !== null && (
          <Button className="button button--main" onPress={onReplay}>
            {t('outbox.replay')}
          </Button>
        )}
        <Button slot="close" className="button button--plain">
          {t('sheet.close')}
        </Button>
      </p>
    </Sheet>
  );
}
/** A webhook is shown whole. */
const CODE_SHOWN = 20_000;

const indented = (json: string): string => {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
};
