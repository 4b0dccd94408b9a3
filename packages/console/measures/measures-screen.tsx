/** How each measure of the codes stands for the service, gaps first. Kith shows what is there, and judges nothing by the law. */
import type { MeasureShort, MeasuresView } from '@kith/contract';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'wouter';
import { useDesk } from '../api/use-api.tsx';
import { useMode } from '../shell/now.ts';
import { Table } from '../shell/table.tsx';
import { useTitle } from '../shell/use-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/use-words.tsx';
import { Counted } from './counted.tsx';
import { STATES } from './limits.ts';
import { RecordForm } from './record-form.tsx';
import { SaidWords } from './said.tsx';
import { StateMark } from './state-mark.tsx';

const HEADS = ['measure', 'title', 'state', 'gaps'] as const;

export function MeasuresScreen() {
  const { t } = useWords();
  useTitle(t('screen.measures'));
  useMode('measures');
  const { api } = useDesk();
  const { data, error } = useQuery({ queryKey: ['measures'], queryFn: () => api.get<MeasuresView>('/v1/measures') });
  return (
    <section className="page lists">
      <h1>{t('screen.measures')}</h1>
      <p>{t('measures.how')}</p>
      <p className="buttons">
        <Link href="/measures/answers" className="button button--plain">
          {t('measures.answers')}
        </Link>
        <Link href="/measures/compare" className="button button--plain">
          {t('measures.compare')}
        </Link>
      </p>
      <Waiting error={error} there={data !== undefined} />
      {data !== undefined && <Shown view={data} />}
    </section>
  );
}

function Shown({ view }: { view: MeasuresView }) {
  const { t } = useWords();
  const [search, setSearch] = useSearchParams();
  const chosen = { code: search.get('code') ?? '', state: search.get('state') ?? '' };
  const choose = (name: 'code' | 'state', value: string) =>
    setSearch(Object.entries({ ...chosen, [name]: value }).filter(([, one]) => one !== ''));
  const measures = view.measures.filter(
    ({ code, state }) =>
      (chosen.code === '' || code === chosen.code) && (chosen.state === '' || state === chosen.state),
  );
  const selects = [
    { name: 'code', options: view.codes.map(({ code }) => ({ value: code, words: code })) },
    {
      name: 'state',
      options: STATES.map((value) => ({ value, words: t(`measureState.${value}`) })),
    },
  ] as const;
  return (
    <>
      {view.answers.unanswered > 0 && (
        <p className="changed">
          {t('measures.unanswered', { count: view.answers.unanswered })}{' '}
          <Link href="/measures/answers">{t('measures.answerThem')}</Link>
        </p>
      )}
      {view.problems !== null && (
        <div className="changed" role="alert">
          <p>{t('measures.broken')}</p>
          <pre className="code" lang="en">
            {view.problems}
          </pre>
        </div>
      )}
      <Counted of={view.counted} />
      <div className="filters">
        {selects.map(({ name, options }) => (
          <label key={name} className="filters__one filters__one--short">
            {t(`measures.${name}`)}
            <select className="field" value={chosen[name]} onChange={(event) => choose(name, event.target.value)}>
              <option value="">{t('measures.all')}</option>
              {options.map(({ value, words }) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
      <p role="status" className="quiet">
        {t('measures.count', { count: measures.length })}
      </p>
      {measures.length === 0 ? (
        <p className="empty">{t('measures.none')}</p>
      ) : (
        <Table heads={HEADS.map((head) => t(`measures.${head}`))}>
          {measures.map((measure) => (
            <Row key={`${measure.code} ${measure.id}`} of={measure} />
          ))}
        </Table>
      )}
      <RecordForm through={view.counted.through} />
      <Codes codes={view.codes} />
    </>
  );
}

function Row({ of }: { of: MeasureShort }) {
  const { t, number } = useWords();
  const { code, id, title, wording, state, why, gaps, ways, proposal, own } = of;
  return (
    <tr>
      <td data-label={t('measures.measure')}>
        <Link href={`/measure/${encodeURIComponent(code)}/${encodeURIComponent(id)}`}>
          {code} {id}
        </Link>
      </td>
      <td data-label={t('measures.title')}>
        <SaidWords of={title} /> {proposal && <span className="tag">{t('measures.proposal')}</span>}{' '}
        {own && <span className="tag">{t('measures.own')}</span>}
        {wording !== 'quoted' && <p className="quiet">{t('measures.toCheck')}</p>}
      </td>
      <td data-label={t('measures.state')}>
        <StateMark state={state} />
        <p className="quiet">{t(`measureWhy.${why}`)}</p>
      </td>
      <td data-label={t('measures.gaps')}>{t('measures.gapsOf', { gaps: number(gaps), ways: number(ways) })}</td>
    </tr>
  );
}

function Codes({ codes }: { codes: MeasuresView['codes'] }) {
  const { t, day } = useWords();
  return (
    <section className="part">
      <h2>{t('measures.codes')}</h2>
      <ul className="facts facts--lines">
        {codes.map((code) => (
          <li key={code.code}>
            <b>{code.code}</b> <SaidWords of={code.title} /> · {t('measures.version', { version: code.version })} ·{' '}
            {code.inForce === null ? t('measures.proposals') : t('measures.inForce', { day: day(code.inForce) })} ·{' '}
            <a href={code.link} rel="noreferrer">
              {t('measures.official', { code: code.code })}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
