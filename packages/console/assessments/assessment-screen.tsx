/** One kind of assessment: the draft and its steps, what was signed, and changes that are planned. */

import type { AssessmentDraft, AssessmentView } from '@kith/contract';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { Link } from 'wouter';
import { useMay } from '../api/use-api.tsx';
import { RegistryWords } from '../measures/registry-words.tsx';
import { useMode } from '../shell/now.ts';
import { Table } from '../shell/table.tsx';
import { useSay } from '../shell/use-say.ts';
import { useTitle } from '../shell/use-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/use-words.tsx';
import { DiscardSheet } from './discard-sheet.tsx';
import { Grade } from './grade.tsx';
import { PlannedChanges } from './planned-changes.tsx';
import { SavedWords } from './saved-words.tsx';
import { SignSheet } from './sign-sheet.tsx';
import { Standing } from './standing.tsx';
import { toKind, toStep, toVersion, useAssessment, useAssessmentWork } from './use-assessment.ts';

export function AssessmentScreen({ kind }: { kind: string }) {
  const { t } = useWords();
  const { data, error } = useAssessment(kind);
  useMode('assessments');
  useTitle(data?.title ?? t('screen.assessments'));
  return (
    <section className="page">
      <p>
        <Link href="/assessments">{t('screen.assessments')}</Link>
      </p>
      <h1>{data === undefined ? t('screen.assessments') : <RegistryWords>{data.title}</RegistryWords>}</h1>
      <Waiting error={error} there={data !== undefined} />
      {data !== undefined && (
        <>
          <About view={data} />
          <Draft view={data} />
          <PlannedChanges view={data} />
          <Versions view={data} />
        </>
      )}
    </section>
  );
}

function About({ view }: { view: AssessmentView }) {
  const { t, day } = useWords();
  return (
    <>
      <p>
        <RegistryWords>{view.about}</RegistryWords>
      </p>
      <p>
        <Grade source={view.law} wording={view.wording} />
      </p>
      <p>
        <Standing summary={view} />
        {view.last !== null && <> {t('assessment.due', { when: day(view.last.due) })}</>}
      </p>
      {view.asked && (
        <p>
          {t('assessment.every', { months: view.review.months })}{' '}
          <Grade source={view.review.source} wording={view.review.wording} />
        </p>
      )}
    </>
  );
}

function Draft({ view }: { view: AssessmentView }) {
  const { t } = useWords();
  const may = useMay();
  const say = useSay();
  const work = useAssessmentWork(view.kind);
  const [busy, setBusy] = useState(false);
  if (!view.asked) return null;
  const { editing, last } = view;
  function begin() {
    setBusy(true);
    work(['draft'])
      .catch(say.problem)
      .finally(() => setBusy(false));
  }
  return (
    <section className="part">
      <h2>{t('assessment.draft')}</h2>
      {editing === null ? (
        <>
          <p>{last === null ? t('assessment.noneYet') : t('assessment.noDraft', { number: last.number })}</p>
          {may('measures.write') && (
            <p className="buttons">
              <Button className="button button--main" isDisabled={busy} onPress={begin}>
                {last === null ? t('assessment.begin') : t('assessment.beginFrom', { number: last.number })}
              </Button>
            </p>
          )}
        </>
      ) : (
        <Steps view={view} draft={editing} />
      )}
    </section>
  );
}

function Steps({ view, draft }: { view: AssessmentView; draft: AssessmentDraft }) {
  const { t, moment } = useWords();
  const may = useMay();
  const [asking, setAsking] = useState<'sign' | 'discard' | null>(null);
  const openOf = (section: AssessmentDraft['sections'][number]) => section.questions.filter(({ open }) => open).length;
  const open = draft.sections.reduce((n, section) => n + openOf(section), 0);
  return (
    <>
      <p className="quiet">
        {t('assessment.begun', { number: draft.number, when: moment(draft.startedAt), who: draft.startedBy })}
      </p>
      <Table heads={[t('assessment.steps'), t('assessment.openQuestions'), t('assessment.saved')]}>
        {draft.sections.map((section) => (
          <tr key={section.id}>
            <td data-label={t('assessment.steps')}>
              <Link href={toStep(view.kind, section.id)}>
                <RegistryWords>{section.title}</RegistryWords>
              </Link>
            </td>
            <td data-label={t('assessment.openQuestions')}>
              {t('assessments.open', { count: openOf(section), of: section.questions.length })}
            </td>
            <td data-label={t('assessment.saved')}>
              <SavedWords section={section} />
            </td>
          </tr>
        ))}
      </Table>
      <p className="buttons">
        {may('measures.write') && (
          <>
            <Button className="button button--main" isDisabled={open > 0} onPress={() => setAsking('sign')}>
              {t('assessment.sign')}
            </Button>
            <Button className="button button--plain" onPress={() => setAsking('discard')}>
              {t('assessment.discard')}
            </Button>
          </>
        )}
        {draft.from !== null && (
          <Link className="button button--plain" href={`${toKind(view.kind)}/changed/${draft.from}`}>
            {t('assessment.changedSince', { number: draft.from })}
          </Link>
        )}
      </p>
      {open > 0 && <p>{t('assessment.notYet', { count: open })}</p>}
      {asking === 'sign' && <SignSheet view={view} draft={draft} onDone={() => setAsking(null)} />}
      {asking === 'discard' && <DiscardSheet view={view} draft={draft} onDone={() => setAsking(null)} />}
    </>
  );
}

function Versions({ view }: { view: AssessmentView }) {
  const { t, day } = useWords();
  return (
    <section className="part">
      <h2>{t('assessment.versions')}</h2>
      {view.versions.length === 0 ? (
        <p className="quiet">{t('assessments.none')}</p>
      ) : (
        <Table heads={(['version', 'signedBy', 'on', 'due'] as const).map((head) => t(`assessment.of.${head}`))}>
          {view.versions.map((version) => (
            <tr key={version.number}>
              <td data-label={t('assessment.of.version')}>
                <Link href={toVersion(view.kind, version.number)}>
                  {t('assessment.version', { number: version.number })}
                </Link>
              </td>
              <td data-label={t('assessment.of.signedBy')}>
                {version.name}, {version.position}{' '}
                <span className="quiet">{t('assessment.session', { who: version.signedBy })}</span>
              </td>
              <td data-label={t('assessment.of.on')}>{day(version.signedAt)}</td>
              <td data-label={t('assessment.of.due')}>{day(version.due)}</td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}
