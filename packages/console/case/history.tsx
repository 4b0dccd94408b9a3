/** What happened to the case: its history, its reports, its rulings and what came of them. */
import type { CaseEvent, CaseView, EnforcementView, Risk, RulingView } from '@kith/contract';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import { Link } from 'wouter';
import { KINDS } from '../actions/choose-kind.ts';
import { address } from '../api/http.ts';
import { useDesk, useMay } from '../api/use-api.tsx';
import { Foreign } from '../foreign/foreign.tsx';
import { useSay } from '../shell/use-say.ts';
import { useWords } from '../words/use-words.tsx';
import type { CaseDeskState } from './use-case-desk.tsx';

export function History({ view, desk }: { view: CaseView; desk: CaseDeskState }) {
  const { t } = useWords();
  return (
    <>
      {view.rulings.length > 0 && <Rulings rulings={view.rulings} enforcements={view.enforcements} />}
      {view.reportsFiled.length > 0 && <Reports view={view} onRead={desk.readReport} />}
      <section className="part">
        <h2>{t('history.title')}</h2>
        <ol className="history">
          {view.history.toReversed().map((event) => (
            <HistoryLine key={event.id} event={event} />
          ))}
        </ol>
        {view.related.length > 0 && (
          <ul className="facts facts--lines">
            {view.related.map(({ id, how, state }) => (
              <li key={id}>
                <Link href={`/case/${encodeURIComponent(id)}`}>{t(`related.${how}`)}</Link> ({t(`state.${state}`)})
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}

/** Names of details that have words; others are shown as they are. */
const named = [
  'level',
  'score',
  'category',
  'rule',
  'words',
  'to',
  'case',
  'account',
  'into',
  'measures',
  'policy',
] as const;
const isNamed = (name: string): name is (typeof named)[number] => named.some((one) => one === name);
/** What is no news to anybody: the ids of a ruling, an appeal and a report, and that nobody was referred. */
const isUnsaid = (name: string, value: unknown): boolean =>
  ['ruling', 'appeal', 'report'].includes(name) || (name === 'refer' && value === false);
const levels = ['none', 'low', 'medium', 'high'] as const satisfies readonly Risk[];
const levelOf = (value: unknown): Risk | undefined => levels.find((level) => level === value);
/** The log has them as one text. */
const measuresOf = (value: unknown) => {
  const names = String(value).split(' ');
  return KINDS.filter((kind) => names.includes(kind));
};

function Detail({ name, value }: { name: string; value: unknown }) {
  const { t, number } = useWords();
  if (name === 'refer') return t('judging.refer');
  if (name === 'outcome') return t(value === 'overturned' ? 'appeal.overturned' : 'appeal.upheld');
  const what = isNamed(name) ? t(`history.detail.${name}`) : name;
  if (name === 'level') return `${what} ${t(`risk.${levelOf(value) ?? 'none'}`)}`;
  if (name === 'measures') {
    return `${what} ${measuresOf(value)
      .map((kind) => t(`kind.${kind}`))
      .join(' + ')}`;
  }
  if (name === 'case' || name === 'into') {
    return <Link href={`/case/${encodeURIComponent(String(value))}`}>{what}</Link>;
  }
  return (
    <>
      {what} <Foreign text={typeof value === 'number' ? number(value) : String(value)} most={80} />
    </>
  );
}

function HistoryLine({ event }: { event: CaseEvent }) {
  const { t, moment } = useWords();
  // what opened it is the next line
  const said = event.kind === 'opened' ? [] : Object.entries(event.detail);
  const detail = said.filter(([name, value]) => value !== null && value !== '' && !isUnsaid(name, value));
  return (
    <li>
      <p>
        <time dateTime={event.at} className="quiet">
          {moment(event.at)}
        </time>{' '}
        {t(`history.${event.kind}`)}
        {event.by !== null && <> · {event.by}</>}
      </p>
      {detail.length > 0 && (
        <p className="quiet history__detail">
          {detail.map(([name, value]) => (
            <span key={name}>
              <Detail name={name} value={value} />
            </span>
          ))}
        </p>
      )}
      {event.note !== null && (
        <blockquote className="quoted">
          <Foreign text={event.note} lines />
        </blockquote>
      )}
    </li>
  );
}

function Rulings({
  rulings,
  enforcements,
}: {
  rulings: readonly RulingView[];
  enforcements: readonly EnforcementView[];
}) {
  const { t, moment } = useWords();
  return (
    <section className="part">
      <h2>{t('rulings.title')}</h2>
      <ol className="history">
        {rulings.map((ruling) => (
          <li key={ruling.id}>
            <p>
              <b>{ruling.measures.map((kind) => t(`kind.${kind}`)).join(' + ')}</b> ·{' '}
              {t(`ruling.state.${ruling.state}`)}
            </p>
            <p className="quiet">
              {moment(ruling.at)} · {ruling.by}
              {ruling.second !== null && <> · {t('rulings.second', { by: ruling.second.by })}</>}
            </p>
            <blockquote className="quoted">{ruling.reason}</blockquote>
            {enforcements
              .filter((one) => one.ruling === ruling.id)
              .map((one) => (
                <Enforcement key={one.id} enforcement={one} />
              ))}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Enforcement({ enforcement }: { enforcement: EnforcementView }) {
  const { t } = useWords();
  const may = useMay();
  const { state, overdue, chased } = enforcement;
  return (
    <p className={`enforcement enforcement--${state}`} data-overdue={overdue || undefined}>
      {t(`enforced.${enforcement.kind}`)}: {t(`enforcement.${state}`)}
      {enforcement.byHand && state === 'requested' && (
        <>
          {' '}
          · {t('enforcement.byHand')} {may('enforcement.apply') && <Done enforcement={enforcement} />}
        </>
      )}
      {overdue && <> · {t('enforcement.overdue', { count: chased })}</>}
    </p>
  );
}

/** No machine takes it on the platform's side: somebody did it there, and says so. */
function Done({ enforcement }: { enforcement: EnforcementView }) {
  const { t } = useWords();
  const { api } = useDesk();
  const say = useSay();
  const queries = useQueryClient();
  function done() {
    api
      .post(address('enforcements', enforcement.id, 'applied'))
      .catch(say.problem)
      .finally(() => void queries.invalidateQueries({ queryKey: ['case'] }));
  }
  return (
    <Button className="link" onPress={done}>
      {t('enforcement.done')}
    </Button>
  );
}

function Reports({ view, onRead }: { view: CaseView; onRead(id: string): void }) {
  const { t, moment } = useWords();
  const may = useMay();
  return (
    <section className="part">
      <h2>{t('reports.onCase', { count: view.reports })}</h2>
      <ul className="history">
        {view.reportsFiled.map((report) => (
          <li key={report.id}>
            <p>
              {t(`source.${report.source}`)}: <Foreign text={report.categoryWords} most={60} />
            </p>
            <p className="quiet">{moment(report.at)}</p>
            {report.hasText && may('evidence.see') && (
              <Button className="link" onPress={() => onRead(report.id)}>
                {t('action.case.read-report')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
