/** One version of what the service said of itself: each question with its answer then, and what it was before. */
import type { MeasureAnswersVersion } from '@kith/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { address } from '../api/http.ts';
import { useDesk } from '../api/use-api.tsx';
import { useMode } from '../shell/now.ts';
import { Table } from '../shell/table.tsx';
import { useTitle } from '../shell/use-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/use-words.tsx';
import { SaidWords } from './said.tsx';

type Line = MeasureAnswersVersion['answers'][number];

export function AnsweredScreen({ version }: { version: string }) {
  const { t } = useWords();
  const title = t('measures.answersOf', { version });
  useTitle(title);
  useMode('measures');
  const { api } = useDesk();
  const { data, error } = useQuery({
    queryKey: ['measures', 'answers', version],
    queryFn: () => api.get<MeasureAnswersVersion>(address('measures', 'answers', version)),
  });
  return (
    <section className="page lists">
      <p>
        <Link href="/measures/answers">{t('measures.answers')}</Link>
      </p>
      <h1>{title}</h1>
      <Waiting error={error} there={data !== undefined} />
      {data !== undefined && <Version of={data} />}
    </section>
  );
}

function Version({ of: { version, at, by, latest, askedThen, answers } }: { of: MeasureAnswersVersion }) {
  const { t, moment } = useWords();
  return (
    <>
      <p>
        {t('measures.answeredBy', { by, at: moment(at) })}{' '}
        {version === latest ? t('measures.answersHold') : t('measures.answersPast', { latest })}
      </p>
      <p className="buttons">
        {version > 1 && (
          <Link className="button button--plain" href={`/measures/answers/${version - 1}`}>
            {t('measures.versionBefore', { version: version - 1 })}
          </Link>
        )}
        {version < latest && (
          <Link className="button button--plain" href={`/measures/answers/${version + 1}`}>
            {t('measures.versionAfter', { version: version + 1 })}
          </Link>
        )}
      </p>
      {!askedThen && <p className="quiet">{t('measures.askedNow')}</p>}
      <Table heads={(['question', 'answer', 'beforeIt'] as const).map((head) => t(`measures.${head}`))}>
        {answers.map((line) => (
          <tr key={line.name}>
            <td data-label={t('measures.question')}>
              {line.ask === null ? <code>{line.name}</code> : <SaidWords of={line.ask} />}
            </td>
            <td data-label={t('measures.answer')}>
              <Answer of={line.answer} />
            </td>
            <td data-label={t('measures.beforeIt')}>
              {version === 1 ? '–' : line.answer === line.before ? t('measures.same') : <Answer of={line.before} />}
            </td>
          </tr>
        ))}
      </Table>
    </>
  );
}

function Answer({ of }: { of: Line['answer'] }) {
  const { t, number } = useWords();
  if (of === null) return <span className="quiet">{t('measureHolds.open')}</span>;
  if (typeof of === 'number') return number(of);
  return typeof of === 'boolean' ? t(of ? 'measureHolds.yes' : 'measureHolds.no') : t(`harmLevel.${of}`);
}
