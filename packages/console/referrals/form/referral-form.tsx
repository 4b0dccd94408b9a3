/** The form of a referral: made from what its kind says that it asks for. */
import type { EvidenceItem, ReferralProblem } from '@kith/contract';
import { type Ref, useId, useMemo, useState } from 'react';
import { useWords } from '../../words/use-words.tsx';
import type { OpenReferral } from '../open-referrals.ts';
import { EvidenceChecks } from './evidence-choice.tsx';
import { placedFields, problemsByField } from './fields.ts';
import { FoldedSection } from './folded-section.tsx';
import { FormContext } from './form-desk.ts';
import type { Edited } from './merge.ts';
import { withValue } from './paths.ts';
import { ProblemSummary } from './problem-summary.tsx';
import { inOrder, type StandingSection, standingOf } from './sections.ts';
import { SectionsList } from './sections-list.tsx';
import { useFolding } from './use-folding.ts';

export const PRIORITIES = [1, 2, 3] as const;

interface ReferralFormProps {
  opened: OpenReferral;
  problems: readonly ReferralProblem[];
  /** evidence that goes with another referral */
  taken: readonly string[];
  evidence: readonly EvidenceItem[];
  onChange(to: Partial<Edited>): void;
  summary: Ref<HTMLElement>;
}

export function ReferralForm({ opened, problems, taken, evidence, onChange, summary }: ReferralFormProps) {
  const { t } = useWords();
  const { form, mine, available, priorities } = opened;
  const { content } = mine;
  const fields = useMemo(() => placedFields(form, content), [form, content]);
  const known = useMemo(() => new Map(available.map(({ path, value }) => [path, value])), [available]);
  const beside = useMemo(() => problemsByField(problems, fields), [problems, fields]);
  const all = form.map((section) => standingOf(section, content, beside));
  // as it was when the form was opened: nothing moves away under somebody who writes
  const [order] = useState(() => inOrder(all));
  const places = order.map(({ section: { title } }) => title);
  const sections = all.toSorted((a, b) => places.indexOf(a.section.title) - places.indexOf(b.section.title));
  const id = useId();
  const idOf = ({ section }: StandingSection) => `${id}-${form.findIndex(({ title }) => title === section.title)}`;
  const needs = (title: string) =>
    order.some(({ section, state }) => section.title === title && (state === 'wrong' || state === 'known'));
  useFolding(sections.filter(({ state }) => state === 'wrong').map(idOf));
  const there = evidence.filter(({ destroyedAt }) => destroyedAt === null);
  const fill = (paths: readonly string[]) =>
    onChange({ content: paths.reduce((filled, path) => withValue(filled, path, known.get(path)), content) });
  return (
    <FormContext
      value={{
        content,
        set: (path, value) => onChange({ content: withValue(content, path, value) }),
        problems: beside,
        evidence: there,
      }}
    >
      <ProblemSummary {...{ problems, fields }} available={known} onFill={fill} box={summary} />
      <div className="form referral-form">
        <label className="form__row">
          {t('referral.priority')}
          <select
            className="field"
            value={mine.priority}
            onChange={(event) =>
              onChange({ priority: PRIORITIES.find((one) => String(one) === event.target.value) ?? mine.priority })
            }
          >
            {PRIORITIES.map((one) => (
              <option key={one} value={one}>
                {t(`referral.priority.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <p className="quiet">{priorities.find(({ priority }) => priority === mine.priority)?.words}</p>
        <SectionsList sections={sections} idOf={idOf} />
        {sections.map((one) => (
          <FoldedSection key={one.section.title} standing={one} id={idOf(one)} isOpen={needs(one.section.title)} />
        ))}
        <fieldset className="form-field">
          <legend className="form-field__label">{t('referral.evidence')}</legend>
          <EvidenceChecks
            evidence={there}
            chosen={mine.evidence}
            taken={taken}
            onChoose={(ids) => onChange({ evidence: ids })}
          />
        </fieldset>
      </div>
    </FormContext>
  );
}
