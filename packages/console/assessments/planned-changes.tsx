/** Significant changes of the service that are planned: Kith reminds of the review that each needs, and blocks nothing. */
import type { AssessmentView } from '@kith/contract';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useMay } from '../api/use-api.tsx';
import { Foreign } from '../foreign/foreign.tsx';
import { Question } from '../shell/question.tsx';
import { TextRow } from '../shell/text-row.tsx';
import { useSay } from '../shell/use-say.ts';
import { useWords } from '../words/use-words.tsx';
import { useAssessmentWork } from './use-assessment.ts';

export function PlannedChanges({ view }: { view: AssessmentView }) {
  const { t, day } = useWords();
  const may = useMay();
  const say = useSay();
  const work = useAssessmentWork(view.kind);
  const [asking, setAsking] = useState(false);
  return (
    <section className="part">
      <h2>{t('assessment.planned')}</h2>
      <p className="quiet">{t('assessment.plannedAbout')}</p>
      {view.planned.length === 0 && <p>{t('assessment.nonePlanned')}</p>}
      <ul className="facts facts--lines">
        {view.planned.map(({ id, note, planned, notedAt }) => (
          <li key={id}>
            <Foreign text={note} lines />{' '}
            <span className="quiet">
              {planned === null ? t('assessment.noDay') : t('assessment.plannedFor', { when: day(planned) })} ·{' '}
              {t('assessment.notedOn', { when: day(notedAt) })}
            </span>{' '}
            {may('measures.write') && (
              <Button
                className="link"
                onPress={() => {
                  work(['changes', id, 'withdraw']).catch(say.problem);
                }}
              >
                {t('assessment.withdraw')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {may('measures.write') && view.asked && (
        <p className="buttons">
          <Button className="button button--plain" onPress={() => setAsking(true)}>
            {t('assessment.noteChange')}
          </Button>
        </p>
      )}
      {asking && <ChangeSheet kind={view.kind} onDone={() => setAsking(false)} />}
    </section>
  );
}

function ChangeSheet({ kind, onDone }: { kind: string; onDone(): void }) {
  const { t } = useWords();
  const work = useAssessmentWork(kind);
  const [note, setNote] = useState('');
  const [planned, setPlanned] = useState('');
  return (
    <Question
      title={t('assessment.noteChange')}
      isReady={note.trim() !== ''}
      send={() => work(['changes'], { note, planned: planned === '' ? null : planned })}
      onSent={onDone}
      onClose={onDone}
    >
      <TextRow label={t('assessment.whatChanges')} value={note} onChange={setNote} most={2000} />
      <label className="form__row">
        {t('assessment.whenChanges')}
        <input type="date" className="field" value={planned} onChange={(event) => setPlanned(event.target.value)} />
      </label>
    </Question>
  );
}
