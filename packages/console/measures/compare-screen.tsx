/** What a file for KITH_MEASURES would change: measures added, gone and changed, and how each would stand then. Nothing is kept. */
import type { MeasuresDifference } from '@kith/contract';
import { type FormEvent, useState } from 'react';
import { Button, FileTrigger } from 'react-aria-components';
import { Link } from 'wouter';
import { useDesk } from '../api/use-api.tsx';
import { notices } from '../shell/notices.ts';
import { useMode } from '../shell/now.ts';
import { useSay } from '../shell/use-say.ts';
import { useTitle } from '../shell/use-title.ts';
import { useWords } from '../words/use-words.tsx';
import { CODE_LENGTH_MAX } from './limits.ts';
import { StateMark } from './state-mark.tsx';

export function CompareScreen() {
  const { t } = useWords();
  useTitle(t('measures.compare'));
  useMode('measures');
  const { api } = useDesk();
  const say = useSay();
  const [text, setText] = useState('');
  const [difference, setDifference] = useState<MeasuresDifference | null>(null);
  async function open(file: File | undefined) {
    if (file === undefined) return;
    if (file.size > CODE_LENGTH_MAX) return notices.wrong(t('try.tooLarge'));
    setText(await file.text());
    setDifference(null);
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    api.post<MeasuresDifference>('/v1/measures/compare', { text }).then(setDifference, say.problem);
  }
  return (
    <section className="page policy">
      <p>
        <Link href="/measures">{t('screen.measures')}</Link>
      </p>
      <h1>{t('measures.compare')}</h1>
      <p>{t('measures.compareHow')}</p>
      <form className="form" onSubmit={submit}>
        <p>
          <FileTrigger acceptedFileTypes={['.yaml', '.yml']} onSelect={(files) => void open(files?.[0])}>
            <Button className="button button--plain">{t('try.file')}</Button>
          </FileTrigger>
        </p>
        <label className="form__row">
          {t('measures.codeText')}
          <textarea
            className="field"
            rows={14}
            spellCheck={false}
            maxLength={CODE_LENGTH_MAX}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setDifference(null);
            }}
            required
          />
        </label>
        <p>
          <Button type="submit" className="button button--main">
            {t('measures.compareNow')}
          </Button>
        </p>
      </form>
      <div role="status">{difference !== null && <Difference of={difference} />}</div>
    </section>
  );
}

function Difference({ of: { problems, compared } }: { of: MeasuresDifference }) {
  const { t, number } = useWords();
  if (compared === null) {
    return (
      <section className="part">
        <h2 className="alarm">{t('measures.wrong', { count: problems.length })}</h2>
        <ul className="facts facts--lines" lang="en">
          {problems.map(({ line, column, field, message }) => (
            <li key={`${line} ${column} ${field} ${message}`}>
              {t('try.line', { line: number(line) })} <code>{field}</code> {message}
            </li>
          ))}
        </ul>
      </section>
    );
  }
  const { code, before, after, added, gone, changed } = compared;
  const nothing = added.length + gone.length + changed.length === 0;
  return (
    <section className="part">
      <h2>
        {before === null ? t('measures.newCode', { code, after }) : t('measures.fromTo', { code, before, after })}
      </h2>
      {nothing && <p>{t('measures.nothingDiffers')}</p>}
      {(
        [
          ['added', added],
          ['gone', gone],
        ] as const
      ).map(
        ([what, measures]) =>
          measures.length > 0 && (
            <section key={what} className="part">
              <h3>{t(`measures.${what}`, { count: measures.length })}</h3>
              <ul className="facts facts--lines">
                {measures.map(({ id, title, state }) => (
                  <li key={id}>
                    {id} <span lang="en">{title}</span> <StateMark state={state} />
                  </li>
                ))}
              </ul>
            </section>
          ),
      )}
      {changed.length > 0 && (
        <section className="part">
          <h3>{t('measures.changed', { count: changed.length })}</h3>
          <ul className="facts facts--lines">
            {changed.map((one) => (
              <li key={one.id}>
                {one.id} <span lang="en">{one.title}</span>:{' '}
                {one.fields.map((field) => t(`measureField.${field}`)).join(', ')}{' '}
                {one.before === one.after ? (
                  <span className="quiet">{t('measures.stateStays')}</span>
                ) : (
                  <>
                    <StateMark state={one.before} /> → <StateMark state={one.after} />
                  </>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
    </section>
  );
}
