/** One step of a draft: its questions, saved together. What somebody else saved meanwhile is never written over. */

import type { AssessmentDraft, AssessmentView, DraftSection } from '@kith/contract';
import { Button } from 'react-aria-components';
import { Link, useLocation } from 'wouter';
import { useMay } from '../api/use-api.tsx';
import { RegistryWords } from '../measures/registry-words.tsx';
import { useMode } from '../shell/now.ts';
import { useTitle } from '../shell/use-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/use-words.tsx';
import { UNANSWERED } from './merge.ts';
import { QuestionField } from './question-field.tsx';
import { SaidWords } from './said-words.tsx';
import { SavedWords } from './saved-words.tsx';
import { toKind, toStep, useAssessment } from './use-assessment.ts';
import { type Step, useStep } from './use-step.ts';

export function StepScreen({ kind, section }: { kind: string; section: string }) {
  const { t } = useWords();
  const { data, error } = useAssessment(kind);
  const draft = data?.editing ?? null;
  const step = draft?.sections.find(({ id }) => id === section);
  const may = useMay();
  useMode('assessments');
  useTitle(step?.title ?? t('screen.assessments'));
  return (
    <section className="page">
      <p>
        <Link href={toKind(kind)}>
          {data === undefined ? t('screen.assessments') : <RegistryWords>{data.title}</RegistryWords>}
        </Link>
      </p>
      <h1>{step === undefined ? t('screen.assessments') : <RegistryWords>{step.title}</RegistryWords>}</h1>
      <Waiting error={error} there={data !== undefined} />
      {data !== undefined && step === undefined && <p className="empty">{t('assessment.noStep')}</p>}
      {data !== undefined && draft !== null && step !== undefined && (
        <>
          {step.about !== null && (
            <p>
              <RegistryWords>{step.about}</RegistryWords>
            </p>
          )}
          {may('measures.write') ? (
            <Writing key={`${draft.id} ${step.id}`} view={data} draft={draft} section={step} />
          ) : (
            <Reading section={step} />
          )}
        </>
      )}
    </section>
  );
}

function Reading({ section }: { section: DraftSection }) {
  return section.questions.map((question) => (
    <section key={question.id} className="part">
      <h2>
        <RegistryWords>{question.ask}</RegistryWords>
      </h2>
      <SaidWords answer={question} />
    </section>
  ));
}

function Writing({ view, draft, section }: { view: AssessmentView; draft: AssessmentDraft; section: DraftSection }) {
  const { t } = useWords();
  const [, go] = useLocation();
  const step = useStep(view.kind, draft, section);
  const at = draft.sections.findIndex(({ id }) => id === section.id);
  const next = draft.sections[at + 1];
  return (
    <form
      className="referral-form"
      onSubmit={(event) => {
        event.preventDefault();
        void step.save();
      }}
    >
      <p className="quiet">{t('assessment.step', { at: at + 1, of: draft.sections.length })}</p>
      <SavedLine section={section} step={step} />
      <Both step={step} section={section} />
      {section.questions.map((question) => (
        <QuestionField
          key={question.id}
          question={question}
          catalogue={draft.catalogue}
          answer={step.writing.mine[question.id] ?? UNANSWERED}
          onChange={(to) => step.change(question.id, to)}
        />
      ))}
      <p className="buttons">
        <Button type="submit" className="button" isDisabled={step.busy || !step.isUnsaved}>
          {t('assessment.save')}
        </Button>
        <Button
          className="button button--main"
          isDisabled={step.busy}
          onPress={async () => {
            if (await step.save()) go(next === undefined ? toKind(view.kind) : toStep(view.kind, next.id));
          }}
        >
          {t(next === undefined ? 'assessment.saveAndEnd' : 'assessment.saveAndOn')}
        </Button>
      </p>
    </form>
  );
}

function SavedLine({ section, step }: { section: DraftSection; step: Step }) {
  const { t } = useWords();
  return (
    <p role="status" className={step.isUnsaved ? 'changed' : 'quiet'}>
      {step.isUnsaved ? t('assessment.unsaved') : <SavedWords section={section} />}
    </p>
  );
}

/** What two people answered, and not alike. */
function Both({ step, section }: { step: Step; section: DraftSection }) {
  const { t } = useWords();
  if (step.both.length === 0) return null;
  const asked = section.questions.filter(({ id }) => step.both.includes(id));
  return (
    <section className="changed conflicts" role="alert" aria-label={t('conflict.title')}>
      <h2>{t('conflict.title')}</h2>
      <p>{t('assessment.both')}</p>
      {asked.map((question) => (
        <div key={question.id} className="conflict">
          <h3>
            <RegistryWords>{question.ask}</RegistryWords>
          </h3>
          <SaidWords answer={question} />
          <p className="buttons">
            <Button className="button button--plain" onPress={() => step.takeTheirs(question.id)}>
              {t('conflict.take.theirs')}
            </Button>
            <Button className="button button--plain" onPress={() => step.keepMine(question.id)}>
              {t('conflict.take.mine')}
            </Button>
          </p>
        </div>
      ))}
    </section>
  );
}
