/** An address of one's own, by which a program of calendars reads what is due: made, shown once, and ended here. */
import type { CalendarLink, CalendarLinkMade } from '@kith/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useDesk } from '../api/use-api.tsx';
import { useSay } from '../shell/use-say.ts';
import { useWords } from '../words/use-words.tsx';

const PATH = '/v1/calendar/link';

export function Subscribe() {
  const { t, moment } = useWords();
  const { api } = useDesk();
  const say = useSay();
  const queries = useQueryClient();
  const { data } = useQuery({ queryKey: ['calendar', 'link'], queryFn: () => api.get<CalendarLink>(PATH) });
  /** it is told once */
  const [made, setMade] = useState<string | null>(null);
  const again = () => void queries.invalidateQueries({ queryKey: ['calendar', 'link'] });
  const make = () =>
    api
      .post<CalendarLinkMade>(PATH)
      .then(({ path }) => setMade(new URL(path, window.location.href).href), say.problem)
      .finally(again);
  const end = () =>
    api
      .post<CalendarLink>(`${PATH}/end`)
      .then(() => {
        setMade(null);
        say.done('calendar.linkEnded');
      }, say.problem)
      .finally(again);
  const there = data !== undefined && data.made !== null;
  return (
    <details className="invite">
      <summary>{t('calendar.subscribe')}</summary>
      <div className="form">
        <p>{t('calendar.linkAbout')}</p>
        {data !== undefined && data.made !== null && <p>{t('calendar.linkMade', { at: moment(data.made) })}</p>}
        {made !== null && (
          <label className="form__row">
            {t('calendar.linkOnce')}
            <input className="field" readOnly value={made} onFocus={({ target }) => target.select()} />
          </label>
        )}
        <p className="buttons">
          <Button className="button button--plain" onPress={() => void make()}>
            {t(there ? 'calendar.linkAgain' : 'calendar.linkMake')}
          </Button>
          {there && (
            <Button className="button button--plain" onPress={() => void end()}>
              {t('calendar.linkEnd')}
            </Button>
          )}
        </p>
      </div>
    </details>
  );
}
