/** One part of a form: open where it needs a person, else a line that says what is in it. */
import type { FormField, FormSection } from '@kith/contract';
import { useState } from 'react';
import { plain } from '../../foreign/pieces.ts';
import { useWords } from '../../words/use-words.tsx';
import { Field } from './field.tsx';
import { linesOf } from './fields.ts';
import { useFormDesk } from './form-desk.ts';
import { join, valueAt } from './paths.ts';
import { isFilled, type StandingSection } from './sections.ts';
import { useSaying } from './use-saying.ts';

/** Of what a part says, on its line, UTF-16 code units. */
const LINE_SHOWN = 160;
/** So few fields that nothing is said of are no length that anybody minds. */
const EMPTY_SHOWN_MAX = 4;

interface FoldedSectionProps {
  standing: StandingSection;
  /** of its element */
  id: string;
  isOpen: boolean;
}

export function FoldedSection({ standing, id, isOpen }: FoldedSectionProps) {
  const { t } = useWords();
  const { section, state, count } = standing;
  return (
    // opened and shut by people from then on: what is true of it at first is no state of this page
    <details className="form-section" id={id} open={isOpen} data-state={state}>
      <summary>
        <h2>{section.title}</h2>
        <span className={state === 'wrong' ? 'tag tag--strong' : 'tag'}>{t(`form.state.${state}`, { count })}</span>
        <Said section={section} />
      </summary>
      <div className="form-section__inside">
        {section.help !== null && <p className="quiet">{section.help}</p>}
        <Fields fields={section.fields} />
      </div>
    </details>
  );
}

/** What it says, cut to a line. */
function Said({ section }: { section: FormSection }) {
  const { content, evidence } = useFormDesk();
  const saying = useSaying(evidence);
  const said = section.fields.flatMap((field) => linesOf(field, valueAt(content, field.path), saying));
  if (said.length === 0) return null;
  return (
    // as plain text: what is pressed as a whole has nothing in it to press
    <bdi className="quiet form-section__said">{plain(said.join(' · '), LINE_SHOWN)}</bdi>
  );
}

/** What nothing was said of when the form was opened, and nothing has to be, lies behind the rest. */
function Fields({ fields }: { fields: readonly FormField[] }) {
  const { t } = useWords();
  const { content, problems } = useFormDesk();
  const [behind] = useState(() =>
    fields.filter((field) => {
      const path = join(field.path);
      const isWrong = [...problems.keys()].some((at) => at === path || at.startsWith(`${path}.`));
      return !field.required && !isWrong && !isFilled(content, field);
    }),
  );
  const folds = behind.length > EMPTY_SHOWN_MAX && behind.length < fields.length;
  const inFront = folds ? fields.filter((field) => !behind.includes(field)) : fields;
  return (
    <>
      {inFront.map((field) => (
        <Field key={field.path} field={field} path={join(field.path)} />
      ))}
      {folds && (
        <details className="form-more">
          <summary>{t('form.more', { count: behind.length })}</summary>
          <div className="form-section__inside">
            {behind.map((field) => (
              <Field key={field.path} field={field} path={join(field.path)} />
            ))}
          </div>
        </details>
      )}
    </>
  );
}
