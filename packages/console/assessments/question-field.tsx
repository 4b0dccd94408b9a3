/** One question of a step: what is asked and on what that rests, the answer, its reasons, and what lies beside it. */

import type { AssessmentDraft, DraftQuestion, SaidAnswer } from '@kith/contract';
import { useId } from 'react';
import { HARM_LEVELS } from '../measures/limits.ts';
import { RegistryWords } from '../measures/registry-words.tsx';
import { useWords } from '../words/use-words.tsx';
import { EvidenceField } from './evidence-field.tsx';
import { Grade } from './grade.tsx';

interface QuestionFieldProps {
  question: DraftQuestion;
  catalogue: AssessmentDraft['catalogue'];
  answer: SaidAnswer;
  onChange(to: Partial<SaidAnswer>): void;
}

const CHOICES = { text: [], yes_no: ['yes', 'no'], level: HARM_LEVELS } as const;

export function QuestionField({ question, catalogue, answer, onChange }: QuestionFieldProps) {
  const { t } = useWords();
  const id = useId();
  const choices = CHOICES[question.answer];
  return (
    <fieldset className="form-field" aria-describedby={`${id}-help`}>
      <legend className="form-field__label">
        <RegistryWords>{question.ask}</RegistryWords>
      </legend>
      <div id={`${id}-help`}>
        {question.hint !== null && (
          <p>
            <RegistryWords>{question.hint}</RegistryWords>
          </p>
        )}
        <p>
          <Grade source={question.source} wording={question.wording} />
        </p>
      </div>
      {choices.length > 0 && (
        <div className="choice">
          {choices.map((said) => (
            <label key={said} className="check">
              <input
                type="radio"
                name={`${id}-said`}
                checked={answer.said === said}
                onChange={() => onChange({ said })}
              />
              {t(`assessment.says.${said}`)}
            </label>
          ))}
          <label className="check">
            <input
              type="radio"
              name={`${id}-said`}
              checked={answer.said === null}
              onChange={() => onChange({ said: null })}
            />
            {t('assessment.notSaid')}
          </label>
        </div>
      )}
      <label className="form__row">
        {t(choices.length > 0 ? 'assessment.reasons' : 'assessment.answer')}
        <textarea
          className="field"
          rows={5}
          maxLength={30_000}
          value={answer.words}
          onChange={(event) => onChange({ words: event.target.value })}
        />
      </label>
      <EvidenceField
        question={question}
        catalogue={catalogue}
        evidence={answer.evidence}
        onChange={(evidence) => onChange({ evidence })}
      />
    </fieldset>
  );
}
