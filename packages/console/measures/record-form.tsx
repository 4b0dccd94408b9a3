/** The record of a day that is over, as a file: asked for, waited for, and saved; what is wrong with the day is said beside it. */
import { type FormEvent, useEffect, useId, useState } from 'react';
import { Button } from 'react-aria-components';
import { ApiProblem, address } from '../api/http.ts';
import { useDesk } from '../api/use-api.tsx';
import { save } from '../evidence/save.ts';
import { sayProblem, useSay } from '../shell/use-say.ts';
import { useWords } from '../words/use-words.tsx';

const FORMATS = ['html', 'pdf', 'csv', 'json'] as const;
const SECOND_MS = 1_000;

/** @param through the last day that was counted whole: none later has a record; one before counting began says so */
export function RecordForm({ through }: { through: string | null }) {
  const { t, day: dayOf } = useWords();
  const { api } = useDesk();
  const say = useSay();
  const id = useId();
  const [coming, setComing] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    const [day, format] = [String(given.get('day') ?? ''), String(given.get('format') ?? 'html')];
    setWrong(null);
    setComing(true);
    try {
      const bytes = await api.file(address('measures', 'export'), { day, format });
      save(bytes, `measures-record-${day}.${format}`);
      say.done('measures.didRecord', { day: dayOf(day) });
    } catch (problem) {
      if (!(problem instanceof ApiProblem) || problem.field !== 'day') return say.problem(problem);
      setWrong(sayProblem(t, problem));
      form.querySelector<HTMLElement>('[name="day"]')?.focus();
    } finally {
      setComing(false);
    }
  }
  return (
    <section className="part">
      <h2>{t('measures.record')}</h2>
      <p>{t('measures.recordAbout')}</p>
      {through === null ? (
        <p className="empty">{t('measures.recordNone')}</p>
      ) : (
        <form className="form" onSubmit={(event) => void submit(event)}>
          <label className="form__row">
            {t('measures.recordDay')}
            <input
              className="field"
              type="date"
              name="day"
              required
              max={through}
              defaultValue={through}
              aria-invalid={wrong === null ? undefined : true}
              aria-describedby={wrong === null ? undefined : `${id}-wrong`}
            />
          </label>
          {wrong !== null && (
            <p id={`${id}-wrong`} className="alarm" role="alert">
              {wrong}
            </p>
          )}
          <label className="form__row">
            {t('measures.recordForm')}
            <select className="field" name="format">
              {FORMATS.map((format) => (
                <option key={format} value={format}>
                  {t(`measures.recordAs.${format}`)}
                </option>
              ))}
            </select>
          </label>
          <p className="buttons">
            <Button type="submit" className="button button--main" isDisabled={coming}>
              {t(coming ? 'list.coming' : 'measures.recordSave')}
            </Button>
          </p>
          {coming && <Waited />}
        </form>
      )}
    </section>
  );
}

/** A year of everything takes a minute: whoever waits sees that it goes on. */
function Waited() {
  const { t } = useWords();
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const every = setInterval(() => setSeconds((n) => n + 1), SECOND_MS);
    return () => clearInterval(every);
  }, []);
  return (
    <>
      <p role="status">{t('measures.recordComing')}</p>
      <p className="quiet" aria-hidden="true">
        <progress aria-hidden="true" /> {t('measures.recordWaited', { count: seconds })}
      </p>
    </>
  );
}
