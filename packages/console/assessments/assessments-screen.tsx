/** Assessments and records that a service must keep: what is there, what is due, what is missing. */

import type { AssessmentSummary } from '@kith/contract';
import { Link, useLocation } from 'wouter';
import { RegistryWords } from '../measures/registry-words.tsx';
import { Listed } from '../shell/listed.tsx';
import { useMode } from '../shell/now.ts';
import { useRows } from '../shell/use-rows.ts';
import { useTitle } from '../shell/use-title.ts';
import { useWords } from '../words/use-words.tsx';
import { Standing } from './standing.tsx';
import { toKind, useAssessments } from './use-assessment.ts';

const HEADS = ['title', 'standing', 'last', 'due', 'draft'] as const;

export function AssessmentsScreen() {
  const { t } = useWords();
  useTitle(t('screen.assessments'));
  useMode('assessments');
  const { data, error } = useAssessments();
  const [, go] = useLocation();
  const all = data?.assessments ?? [];
  const { box, onFocus } = useRows(all.length, (i) => {
    const one = all[i];
    if (one !== undefined) go(toKind(one.kind));
  });
  return (
    <section className="page">
      <h1>{t('screen.assessments')}</h1>
      <p className="quiet">{t('assessments.about')}</p>
      <Listed
        {...{ error, data, box }}
        empty={t('assessments.empty')}
        heads={HEADS.map((head) => t(`assessments.${head}`))}
        onMore={null}
      >
        {all.map((one, i) => (
          <Row key={one.kind} one={one} index={i} onFocus={onFocus} />
        ))}
      </Listed>
    </section>
  );
}

function Row({ one, index, onFocus }: { one: AssessmentSummary; index: number; onFocus(index: number): void }) {
  const { t, day } = useWords();
  const { last, draft } = one;
  return (
    <tr>
      <td data-label={t('assessments.title')}>
        <Link href={toKind(one.kind)} data-row={index} onFocus={() => onFocus(index)}>
          <RegistryWords>{one.title}</RegistryWords>
        </Link>{' '}
        <span className="quiet">
          <RegistryWords>{one.law}</RegistryWords>
        </span>
      </td>
      <td data-label={t('assessments.standing')}>
        <Standing summary={one} />
      </td>
      <td data-label={t('assessments.last')}>
        {last === null
          ? t('assessments.none')
          : t('assessments.signed', { number: last.number, when: day(last.signedAt), who: last.name })}
      </td>
      <td data-label={t('assessments.due')}>{last === null ? '' : day(last.due)}</td>
      <td data-label={t('assessments.draft')}>
        {draft === null ? t('assessments.noDraft') : t('assessments.open', { count: draft.open, of: draft.of })}
      </td>
    </tr>
  );
}
