/** A yearly duty that somebody sees to: when it was last, and marking it as done. */
import type { CalendarEntry, CalendarView } from '@kith/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
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
  const [sure, setSure] = useState(false);
  function mark() {
    setSure(false);
    api
      .post<CalendarView>(address('calendar', 'duties', duty, 'done'), { due })
      .then(() => say.done('calendar.didDo'), say.problem)
      .finally(() => void queries.invalidateQueries({ queryKey: ['calendar'] }));
  }
  return (
    <p className="quiet">
      {done !== null && t('calendar.lastDone', { day: day(done) })}{' '}
      {may && (
        <Button className="link" onPress={sure ? mark : () => setSure(true)} onBlur={() => setSure(false)}>
          {t(sure ? 'calendar.doneSure' : 'calendar.done')}
          <span className="unseen">: {about !== null && <RegistryWords>{about}</RegistryWords>}</span>
        </Button>
      )}
    </p>
  );
}
