/** One report with its own words, read on purpose: the audit log has who did. */
import type { ReportView } from '@kith/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { address } from '../api/http.ts';
import { useDesk, useMay } from '../api/use-api.tsx';
import { AccountName, Foreign } from '../foreign/foreign.tsx';
import { notices } from '../shell/notices.ts';
import { Sheet } from '../shell/sheet.tsx';
import { useSay } from '../shell/use-say.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/use-words.tsx';

export function ReportSheet({ id, onClose }: { id: string; onClose(): void }) {
  const { t, moment } = useWords();
  const { api } = useDesk();
  const may = useMay();
  const { data, error } = useQuery({
    queryKey: ['report', id],
    queryFn: () => api.get<ReportView>(address('reports', id)),
    // each look is one look, which the audit log has
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  const isRead = data !== undefined;
  useEffect(() => {
    if (isRead) notices.settled('not_looked');
  }, [isRead]);
  return (
    <Sheet title={t('report.text')} onClose={onClose}>
      <Waiting error={error} there={data !== undefined} />
      {data !== undefined && (
        <>
          <ul className="facts">
            <li>{t(`reportedBy.${data.source}`)}</li>
            <li>
              <Foreign text={data.categoryWords} most={64} />
            </li>
            <li>{moment(data.at)}</li>
            {data.about !== null && (
              <li>
                {t('reports.about')} <AccountName id={data.about} />
              </li>
            )}
          </ul>
          {data.text === null ? (
            <p className="quiet">{t('report.noText')}</p>
          ) : (
            <blockquote className="quoted" lang={data.language}>
              <Foreign text={data.text} lines />
            </blockquote>
          )}
          {data.aboutSaid !== null && (
            <p>
              {t('report.aboutSaid')} <Foreign text={data.aboutSaid} most={120} />
            </p>
          )}
          <p className="quiet">{t('report.secret')}</p>
          {data.state === 'open' && data.about === null && may('report.work') && <Place id={id} />}
          {data.state === 'open' && data.case === null && may('report.work') && <Close id={id} onClose={onClose} />}
        </>
      )}
      <Button slot="close" className="button button--plain">
        {t('sheet.close')}
      </Button>
    </Sheet>
  );
}

function useReportWork(id: string) {
  const { api } = useDesk();
  const say = useSay();
  const queries = useQueryClient();
  return (what: string, body: object, done: () => void) => {
    api
      .post(address('reports', id, what), body)
      .then(done, say.problem)
      .finally(() => {
        void queries.invalidateQueries({ queryKey: ['reports'] });
        void queries.invalidateQueries({ queryKey: ['report', id] });
      });
  };
}

/** Says which account a report is about, where what was written named none that is known. */
function Place({ id }: { id: string }) {
  const { t } = useWords();
  const say = useSay();
  const work = useReportWork(id);
  const [about, setAbout] = useState('');
  function submit(event: FormEvent) {
    event.preventDefault();
    work('place', { about: about.trim() }, () => say.done('report.placed'));
  }
  return (
    <form className="filters" onSubmit={submit}>
      <label className="filters__one">
        {t('report.place')}
        <input
          className="field"
          value={about}
          onChange={(event) => setAbout(event.target.value)}
          maxLength={128}
          required
        />
      </label>
      <Button type="submit" className="button button--plain">
        {t('report.placeIt')}
      </Button>
    </form>
  );
}

function Close({ id, onClose }: { id: string; onClose(): void }) {
  const { t } = useWords();
  const say = useSay();
  const work = useReportWork(id);
  const close = (outcome: 'acted' | 'no_breach') =>
    work('close', { outcome }, () => {
      onClose();
      say.done('report.closed');
    });
  return (
    <p className="buttons">
      {t('report.close')}
      <Button className="button button--plain" onPress={() => close('no_breach')}>
        {t('report.outcome.no_breach')}
      </Button>
      <Button className="button button--plain" onPress={() => close('acted')}>
        {t('report.outcome.acted')}
      </Button>
    </p>
  );
}
