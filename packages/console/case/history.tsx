/** What happened to the case: its history, its reports, its rulings and what came of them. */
import type { CaseView, EnforcementView, RulingView } from '@kith/contract';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import { Link } from 'wouter';
import { address } from '../api/http.ts';
import { useDesk, useMay } from '../api/use-api.tsx';
import { Foreign } from '../foreign/foreign.tsx';
import { useSay } from '../shell/use-say.ts';
import { useWords } from '../words/use-words.tsx';
import { HistoryLine } from './history-line.tsx';
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
            <HistoryLine key={event.id} event={event} about={view.id} />
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
            <blockquote className="quoted">
              <Foreign text={ruling.reason} lines />
            </blockquote>
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
