/** What is wrong with a referral, at the top: each leads to its field; what is known and left out is filled in with one press. */
import type { ReferralProblem } from '@kith/contract';
import type { Ref } from 'react';
import { Button } from 'react-aria-components';
import { useWords } from '../../words/use-words.tsx';
import { fieldOf, isInTheWay, type PlacedField } from './fields.ts';
import { goToField } from './form-desk.ts';
import type { Json } from './paths.ts';

interface ProblemSummaryProps {
  problems: readonly ReferralProblem[];
  fields: readonly PlacedField[];
  /** values that are known, by the path of a problem */
  available: ReadonlyMap<string, Json>;
  /** null where it can't be edited */
  onFill: ((paths: readonly string[]) => void) | null;
  box: Ref<HTMLElement>;
}

export function ProblemSummary({ problems, fields, available, onFill, box }: ProblemSummaryProps) {
  const { t } = useWords();
  const ways = problems.filter(isInTheWay);
  const known = problems.filter(({ kind }) => kind === 'missing_available');
  const cut = problems.filter(({ kind }) => kind === 'cut');
  const fillable = known.map(({ path }) => path).filter((path) => available.has(path));
  if (problems.length === 0) return null;
  const line = (problem: ReferralProblem) => {
    const path = fieldOf(problem, fields);
    const at = fields.find((one) => one.path === path)?.field.label;
    if (path === null || at === undefined) return problem.words;
    return (
      <>
        <Button className="link" onPress={() => goToField(path)}>
          {at}
        </Button>
        : {problem.words}
      </>
    );
  };
  return (
    <section className="problems" ref={box} tabIndex={-1} aria-label={t('form.problems')}>
      {ways.length > 0 && (
        <>
          <h2 data-way>{t('form.inTheWay', { count: ways.length })}</h2>
          <ul>
            {ways.map((problem) => (
              <li key={`${problem.path} ${problem.words}`}>{line(problem)}</li>
            ))}
          </ul>
        </>
      )}
      {known.length > 0 && (
        <>
          <h2>{t('form.known', { count: known.length })}</h2>
          <ul>
            {known.map((problem) => (
              <li key={`${problem.path} ${problem.words}`}>
                {line(problem)}{' '}
                {onFill !== null && available.has(problem.path) && (
                  <Button className="link" onPress={() => onFill([problem.path])}>
                    {t('form.fill')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          {onFill !== null && fillable.length > 1 && (
            <p className="buttons">
              <Button className="button button--plain" onPress={() => onFill(fillable)}>
                {t('form.fillAll')}
              </Button>
            </p>
          )}
        </>
      )}
      {cut.length > 0 && (
        <>
          <h2>{t('form.cut')}</h2>
          <ul>
            {cut.map((problem) => (
              <li key={`${problem.path} ${problem.words}`}>{line(problem)}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
