/** A yearly duty that somebody sees to: when it was last, marking it as done, and taking that back. */
import type { CalendarEntry, CalendarView } from '@kith/contract';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components';
import { address } from '../api/http.ts';
import { useDesk, useMay } from '../api/use-api.tsx';
import { RegistryWords } from '../measures/registry-words.tsx';
import { useSay } from '../shell/use-say.ts';
import { useWords } from '../words/use-words.tsx';

export function Done({ entry: { due, about, done }, duty }: { entry: CalendarEntry; duty: string }) {
  const { t, day } = useWords();
  const { api } = useDesk();
  const may = useMay()('measures.write');
  const say = useSay();
  const queries = useQueryClient();
  const tell = (what: 'done' | 'undone', said: 'calendar.didDo' | 'calendar.didUndo') => () =>
    void api
      .post<CalendarView>(address('calendar', 'duties', duty, what), { due })
      .then(() => say.done(said), say.problem)
      .finally(() => void queries.invalidateQueries({ queryKey: ['calendar'] }));
  const name = <span className="unseen">: {about !== null && <RegistryWords>{about}</RegistryWords>}</span>;
  return (
    <p className="quiet">
      {done !== null && t('calendar.lastDone', { day: day(done) })}{' '}
      {may && done !== null && (
        <>
          <Twice
            words={t('calendar.undo')}
            sureWords={t('calendar.undoSure')}
            onSure={tell('undone', 'calendar.didUndo')}
          >
            {name}
          </Twice>{' '}
        </>
      )}
      {may && (
        <Twice words={t('calendar.done')} sureWords={t('calendar.doneSure')} onSure={tell('done', 'calendar.didDo')}>
          {name}
        </Twice>
      )}
    </p>
  );
}

interface TwiceProps {
  words: string;
  /** at the second press */
  sureWords: string;
  onSure(): void;
  /** of what, for whoever only hears the button */
  children: ReactNode;
}

/** A button that is pressed twice, so that nobody does by chance what is written down. */
function Twice({ words, sureWords, onSure, children }: TwiceProps) {
  const [sure, setSure] = useState(false);
  const press = () => {
    setSure(!sure);
    if (sure) onSure();
  };
  return (
    <Button className="link" onPress={press} onBlur={() => setSure(false)}>
      {sure ? sureWords : words}
      {children}
    </Button>
  );
}
