/** What one version says otherwise than another, or the draft than the version that it was begun from. */
import type { AssessmentDifference } from '@kith/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { address } from '../api/http.ts';
import { useDesk } from '../api/use-api.tsx';
import { useMode } from '../shell/now.ts';
import { useTitle } from '../shell/use-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/use-words.tsx';
import { SaidWords } from './said-words.tsx';
import { toKind } from './use-assessment.ts';

interface ChangedScreenProps {
  kind: string;
  before: number;
  /** null: the draft */
  after: number | null;
}

export function ChangedScreen({ kind, before, after }: ChangedScreenProps) {
  const { t } = useWords();
  const { api } = useDesk();
  const { data, error } = useQuery({
    queryKey: ['assessment', kind, 'difference', before, after],
    queryFn: () => api.get<AssessmentDifference>(address('assessments', kind, 'difference'), { before, after }),
  });
  const title =
    after === null ? t('assessment.changedDraft', { before }) : t('assessment.changedBetween', { before, after });
  useMode('assessments');
  useTitle(title);
  return (
    <section className="page">
      <p>
        <Link href={toKind(kind)}>{t('assessment.back')}</Link>
      </p>
      <h1>{title}</h1>
      <Waiting error={error} there={data !== undefined} />
      {data?.questions.length === 0 && <p className="empty">{t('assessment.nothingChanged')}</p>}
      {data?.questions.map(({ section, id, ask, what, before: was, after: is }) => (
        <section key={`${section} ${id}`} className="part">
          <h2>
            <span lang="en">{ask}</span> <span className="tag">{t(`assessment.change.${what}`)}</span>
          </h2>
          <p className="quiet" lang="en">
            {section}
          </p>
          <div className="conflict__both">
            {was !== null && (
              <div>
                <h3>{t('assessment.before')}</h3>
                <SaidWords answer={was} />
              </div>
            )}
            {is !== null && (
              <div>
                <h3>{t('assessment.after')}</h3>
                <SaidWords answer={is} />
              </div>
            )}
          </div>
        </section>
      ))}
    </section>
  );
}
