/** One appeal: what was done, what the person says, and whether it stays. Never judged by those who ruled. */
import type { AppealView } from '@kith/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useCallback, useMemo, useState } from 'react';
import { Button } from 'react-aria-components';
import { Link } from 'wouter';
import { address } from '../api/http.ts';
import { useDesk, useMay } from '../api/use-api.tsx';
import { AccountName, Foreign } from '../foreign/foreign.tsx';
import { ActionButton } from '../shell/action-button.tsx';
import { useFront, useMode } from '../shell/now.ts';
import { TextRow } from '../shell/text-row.tsx';
import { useKeeping } from '../shell/use-keeping.ts';
import { useSay } from '../shell/use-say.ts';
import { useTitle } from '../shell/use-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/use-words.tsx';

type Outcome = 'uphold' | 'overturn';

export function AppealScreen({ id }: { id: string }) {
  const { t } = useWords();
  useTitle(t('appeal.title'));
  useMode('appeal');
  const { api } = useDesk();
  const { data, error } = useQuery({
    queryKey: ['appeal', id],
    queryFn: () => api.get<AppealView>(address('appeals', id)),
  });
  return (
    <section className="page appeal">
      <h1>{t('appeal.title')}</h1>
      <Waiting error={error} there={data !== undefined} />
      {data !== undefined && <Appeal appeal={data} />}
    </section>
  );
}

function Appeal({ appeal }: { appeal: AppealView }) {
  const { t, moment } = useWords();
  const { api } = useDesk();
  const may = useMay();
  const say = useSay();
  const queries = useQueryClient();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const { id, version, ruling } = appeal;

  const desk = useMemo(() => {
    const hold = (how: 'lease' | 'release') =>
      api
        .post(address('appeals', id, how), { version })
        .then(() => how === 'release' && say.done('appeal.released'), say.problem)
        .finally(() => void queries.invalidateQueries({ queryKey: ['appeal', id] }));
    return {
      appeal,
      lease: () => void hold('lease'),
      release() {
        setOutcome(null);
        void hold('release');
      },
      choose: setOutcome,
    };
  }, [api, appeal, id, version, say, queries]);
  useFront('appeal', desk);
  const renew = useCallback(() => {
    const look = () => void queries.invalidateQueries({ queryKey: ['appeal', id] });
    // each taking is a version of the appeal: what is sent next must be of the last
    api.post(address('appeals', id, 'lease'), { version }).then(look, look);
  }, [api, id, version, queries]);
  useKeeping(appeal.mine, renew);

  return (
    <>
      <ul className="facts">
        <li>
          <AccountName id={appeal.account} />
        </li>
        <li>{t(`appeal.${appeal.state}`)}</li>
        <li>{t('appeal.filed', { when: moment(appeal.filedAt) })}</li>
        <li>{t('appeal.due', { when: moment(appeal.dueAt) })}</li>
        {may('case.read') && (
          <li>
            <Link href={`/case/${encodeURIComponent(appeal.case)}`}>{t('appeal.case')}</Link>
          </li>
        )}
      </ul>
      <section className="part">
        <h2>{t('appeal.says')}</h2>
        {appeal.text === null ? (
          <p className="quiet">{t('report.noText')}</p>
        ) : (
          <blockquote className="quoted" lang={appeal.language}>
            <Foreign text={appeal.text} lines />
          </blockquote>
        )}
      </section>
      <section className="part">
        <h2>{t('appeal.ruled')}</h2>
        <p>
          <b>{ruling.measures.map((kind) => t(`kind.${kind}`)).join(' + ')}</b> · {ruling.by} · {moment(ruling.at)}
          {ruling.second !== null && <> · {t('rulings.second', { by: ruling.second.by })}</>}
        </p>
        <blockquote className="quoted">
          <Foreign text={ruling.reason} lines />
        </blockquote>
      </section>
      {appeal.proposed !== null && (
        <section className="part">
          <h2>{t('appeal.proposed', { by: appeal.proposed.by, when: moment(appeal.proposed.at) })}</h2>
          <blockquote className="quoted">
            <Foreign text={appeal.proposed.reason} lines />
          </blockquote>
        </section>
      )}
      {appeal.judged !== null && (
        <section className="part">
          <h2>{t('appeal.judged', { by: appeal.judged.by, when: moment(appeal.judged.at) })}</h2>
          <blockquote className="quoted">
            <Foreign text={appeal.judged.reason} lines />
          </blockquote>
        </section>
      )}
      {appeal.state === 'open' && appeal.barred !== null && (
        <p className="kind">{t(`appeal.barred.${appeal.barred}`)}</p>
      )}
      {appeal.state === 'open' && appeal.barred === null && may('appeal.decide') && (
        <section className="part judging">
          <h2>{t('appeal.judge')}</h2>
          {!appeal.mine && appeal.leasedBy !== null && <p>{t('queue.held', { by: appeal.leasedBy })}</p>}
          <p className="buttons">
            <ActionButton id="appeal.lease" look="main" />
            <ActionButton id="appeal.uphold" />
            <ActionButton id="appeal.overturn" />
            <ActionButton id="appeal.release" look="quiet" />
          </p>
          {outcome !== null && (
            // also where it is not theirs any more: what they wrote stays, and they can take it again
            <Judge appeal={appeal} outcome={outcome} onDone={() => setOutcome(null)} />
          )}
        </section>
      )}
    </>
  );
}

function Judge({ appeal, outcome, onDone }: { appeal: AppealView; outcome: Outcome; onDone(): void }) {
  const { t } = useWords();
  const { api } = useDesk();
  const say = useSay();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const proposes = outcome === 'overturn' && appeal.needsSecond;
  function send(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    api
      .post(address('appeals', appeal.id, outcome), { version: appeal.version, reason })
      .then(() => {
        say.done(proposes ? 'appeal.did.propose' : `appeal.did.${outcome}`);
        onDone();
      }, say.problem)
      .finally(() => {
        setBusy(false);
        void queries.invalidateQueries({ queryKey: ['appeal', appeal.id] });
        void queries.invalidateQueries({ queryKey: ['appeals'] });
      });
  }
  return (
    <form className="form" onSubmit={send}>
      <p>{t(proposes ? 'appeal.will.propose' : `appeal.will.${outcome}`)}</p>
      <TextRow label={t('appeal.reason')} value={reason} onChange={setReason} isFirst />
      <p className="buttons">
        <Button type="submit" className="button button--main" isDisabled={busy || !appeal.mine || reason.trim() === ''}>
          {t(proposes ? 'appeal.propose' : `action.appeal.${outcome}`)}
        </Button>
        <Button className="button button--plain" onPress={onDone}>
          {t('sheet.cancel')}
        </Button>
      </p>
    </form>
  );
}
