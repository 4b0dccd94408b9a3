/** Signing a draft off: by whom, and which planned changes it considers. From then on it is a version that never changes. */
import type { AssessmentDraft, AssessmentView } from '@kith/contract';
import { useState } from 'react';
import { Foreign } from '../foreign/foreign.tsx';
import { Question } from '../shell/question.tsx';
import { useSay } from '../shell/use-say.ts';
import { useWords } from '../words/use-words.tsx';
import { useAssessmentWork } from './use-assessment.ts';

export function SignSheet(props: { view: AssessmentView; draft: AssessmentDraft; onDone(): void }) {
  const { view, draft, onDone } = props;
  const { t } = useWords();
  const say = useSay();
  const work = useAssessmentWork(view.kind);
  const [name, setName] = useState('');
  const [position, setPosition] = useState('');
  const [changes, setChanges] = useState<readonly string[]>([]);
  return (
    <Question
      title={t('assessment.sign')}
      intro={<p>{t('assessment.signWhat', { number: draft.number })}</p>}
      isReady={name.trim() !== '' && position.trim() !== ''}
      send={() => work(['sign'], { draft: draft.id, version: draft.version, name, position, changes })}
      onSent={() => {
        say.done('assessment.signed', { number: draft.number });
        onDone();
      }}
      onClose={onDone}
    >
      <label className="form__row">
        {t('assessment.name')}
        <input className="field" maxLength={200} value={name} onChange={(e) => setName(e.target.value)} required />
      </label>
      <label className="form__row">
        {t('assessment.position')}
        <input
          className="field"
          maxLength={200}
          value={position}
          onChange={(e) => setPosition(e.target.value)}
          required
        />
      </label>
      {view.planned.length > 0 && (
        <fieldset className="choice choice--lines">
          <legend>{t('assessment.considers')}</legend>
          {view.planned.map(({ id, note }) => (
            <label key={id} className="check">
              <input
                type="checkbox"
                checked={changes.includes(id)}
                onChange={(e) => setChanges(e.target.checked ? [...changes, id] : changes.filter((one) => one !== id))}
              />
              <Foreign text={note} most={200} />
            </label>
          ))}
        </fieldset>
      )}
    </Question>
  );
}
