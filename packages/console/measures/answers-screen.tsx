/** What the service says of itself: the questions that decide which measures apply, and every version of the answers. */
import type { MeasureAnswers, MeasureQuestions } from '@kith/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from 'react-aria-components';
import { Link } from 'wouter';
import { useDesk, useMay } from '../api/use-api.tsx';
import { useMode } from '../shell/now.ts';
import { useSay } from '../shell/use-say.ts';
import { useTitle } from '../shell/use-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/use-words.tsx';
import { ANSWERS_PATH, NO_ANSWERS } from './answers.ts';
import { HARM_LEVELS, OTHER_KINDS_MAX } from './limits.ts';
import { SaidWords } from './said.tsx';

export function AnswersScreen() {
  const { t } = useWords();
  useTitle(t('measures.answers'));
  useMode('measures');
  const { api } = useDesk();
  const { data, error } = useQuery({
    queryKey: ['measures', 'answers'],
    queryFn: () => api.get<MeasureQuestions>(ANSWERS_PATH),
  });
  return (
    <section className="page lists">
      <p>
        <Link href="/measures">{t('screen.measures')}</Link>
      </p>
      <h1>{t('measures.answers')}</h1>
      <p>{t('measures.answersHow')}</p>
      <Waiting error={error} there={data !== undefined} />
      {data !== undefined && <Form key={data.versions[0]?.version ?? 0} questions={data} />}
      {data !== undefined && <Versions of={data.versions} />}
    </section>
  );
}

function Form({ questions }: { questions: MeasureQuestions }) {
  const { t } = useWords();
  const { api } = useDesk();
  const may = useMay()('measures.write');
  const say = useSay();
  const queries = useQueryClient();
  const [latest] = questions.versions;
  const [given, setGiven] = useState<MeasureAnswers>(latest?.answers ?? NO_ANSWERS);
  const without = <V,>(all: Readonly<Record<string, V>>, name: string) =>
    Object.fromEntries(Object.entries(all).filter(([one]) => one !== name));
  function submit(event: FormEvent) {
    event.preventDefault();
    api
      .put(ANSWERS_PATH, { after: latest?.version ?? 0, answers: given })
      .then(() => say.done('measures.didAnswer'), say.problem)
      .finally(() => void queries.invalidateQueries({ queryKey: ['measures'] }));
  }
  const facts = [
    { value: 'yes', holds: true },
    { value: 'no', holds: false },
    { value: 'open', holds: undefined },
  ] as const;
  return (
    <form className="form" onSubmit={submit}>
      {!may && <p className="quiet">{t('measures.answersRead')}</p>}
      {questions.facts.map(({ fact, ask, hint, source, wording }) => (
        <fieldset key={fact} className="choice" disabled={!may}>
          <legend>
            <SaidWords of={ask} />
          </legend>
          {facts.map(({ value, holds }) => (
            <label key={value} className="check">
              <input
                type="radio"
                name={fact}
                checked={given.facts[fact] === holds}
                onChange={() => {
                  const rest = without(given.facts, fact);
                  setGiven({ ...given, facts: holds === undefined ? rest : { ...rest, [fact]: holds } });
                }}
              />
              {t(`measureHolds.${value}`)}
            </label>
          ))}
          <p className="quiet">
            {hint !== null && <SaidWords of={hint} />} <span lang="en">({source})</span>{' '}
            {wording !== 'quoted' && t('measures.toCheck')}
          </p>
        </fieldset>
      ))}
      <h2>{t('measures.risks')}</h2>
      {questions.risks.map(({ risk, ask }) => (
        <fieldset key={risk} className="choice" disabled={!may}>
          <legend>
            <SaidWords of={ask} />
          </legend>
          {[...HARM_LEVELS, undefined].map((level) => (
            <label key={level ?? 'open'} className="check">
              <input
                type="radio"
                name={risk}
                checked={given.risks[risk] === level}
                onChange={() => {
                  const rest = without(given.risks, risk);
                  setGiven({ ...given, risks: level === undefined ? rest : { ...rest, [risk]: level } });
                }}
              />
              {level === undefined ? t('measureHolds.open') : t(`harmLevel.${level}`)}
            </label>
          ))}
        </fieldset>
      ))}
      <label className="form__row">
        <span>
          <SaidWords of={questions.otherKinds.ask} />
        </span>
        <input
          className="field"
          type="number"
          min={0}
          max={OTHER_KINDS_MAX}
          disabled={!may}
          value={given.otherKinds ?? ''}
          onChange={({ target: { value } }) => setGiven({ ...given, otherKinds: value === '' ? null : Number(value) })}
        />
      </label>
      {may && (
        <p>
          <Button type="submit" className="button button--main">
            {t('measures.answerNow')}
          </Button>
        </p>
      )}
    </form>
  );
}

function Versions({ of }: { of: MeasureQuestions['versions'] }) {
  const { t, moment } = useWords();
  const given = ({ facts, risks, otherKinds }: MeasureAnswers) =>
    Object.keys(facts).length + Object.keys(risks).length + (otherKinds === null ? 0 : 1);
  // every version can be read; the latest are listed
  const older = (of.at(-1)?.version ?? 1) - 1;
  return (
    <section className="part">
      <h2>{t('measures.versions')}</h2>
      {of.length === 0 ? (
        <p className="quiet">{t('measures.noAnswers')}</p>
      ) : (
        <ul className="facts facts--lines">
          {of.map(({ version, at, by, answers }) => (
            <li key={version}>
              <Link href={`/measures/answers/${version}`}>
                {t('measures.answered', { version, by, at: moment(at), count: given(answers) })}
              </Link>
            </li>
          ))}
        </ul>
      )}
      {older > 0 && (
        <p>
          <Link href={`/measures/answers/${older}`}>{t('measures.older', { version: older })}</Link>
        </p>
      )}
    </section>
  );
}
