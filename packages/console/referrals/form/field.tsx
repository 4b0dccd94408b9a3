/** One field of a referral's form: its label, what helps, what is wrong, and what is typed or chosen by its type. */
import type { FormField } from '@kith/contract';
import type { ReactNode } from 'react';
import { useWords } from '../../words/use-words.tsx';
import { Chosen, YesNo } from './choices.tsx';
import { EvidenceChoice } from './evidence-choice.tsx';
import { isInTheWay } from './fields.ts';
import { idOf, useFormDesk } from './form-desk.ts';
import { Choice, Day, Lines, LongText, Moment, NumberText, Text } from './inputs.tsx';
import { valueAt } from './paths.ts';
import { Rows } from './rows.tsx';

interface FieldProps {
  field: FormField;
  /** whole: in rows with the row's own */
  path: string;
  /** in a row one piece of evidence is chosen, else any number */
  inRow?: boolean;
}

/** What every kind of input needs. */
export interface InputProps {
  field: FormField;
  path: string;
  /** of the elements that describe it; undefined where there are none */
  described: string | undefined;
  wrong: boolean;
}

export function Field({ field, path, inRow = false }: FieldProps) {
  const { problems } = useFormDesk();
  const own = problems.get(path) ?? [];
  const helpId = field.help === null ? null : `${idOf(path)}-help`;
  const wrongId = own.length === 0 ? null : `${idOf(path)}-wrong`;
  const described = [helpId, wrongId].filter((id) => id !== null).join(' ') || undefined;
  const input = { field, path, described, wrong: own.some(isInTheWay) };
  const beside = (
    <>
      {helpId !== null && (
        <p id={helpId} className="quiet">
          {field.help}
        </p>
      )}
      {wrongId !== null && (
        <ul id={wrongId} className="field-problems">
          {own.map(({ path: at, kind, words }) => (
            <li key={`${at} ${kind} ${words}`} data-kind={kind}>
              {words}
            </li>
          ))}
        </ul>
      )}
    </>
  );
  switch (field.type) {
    case 'text':
      return <Labelled {...{ field, path, beside }} input={<Text {...input} />} />;
    case 'long_text':
      return <Labelled {...{ field, path, beside }} input={<LongText {...input} />} />;
    case 'number':
      return <Labelled {...{ field, path, beside }} input={<NumberText {...input} />} />;
    case 'time':
      return <Labelled {...{ field, path, beside }} input={<Moment {...input} />} />;
    case 'date':
      return <Labelled {...{ field, path, beside }} input={<Day {...input} />} />;
    case 'choice':
      return <Labelled {...{ field, path, beside }} input={<Choice {...input} />} />;
    case 'list':
      return <Labelled {...{ field, path, beside }} input={<Lines {...input} />} />;
    case 'yes_no':
      return <Grouped {...{ field, path, beside, described }} input={<YesNo {...input} />} />;
    case 'choices':
      return <Grouped {...{ field, path, beside, described }} input={<Chosen {...input} />} />;
    case 'evidence':
      return inRow ? (
        <Labelled {...{ field, path, beside }} input={<EvidenceChoice.One {...input} />} />
      ) : (
        <Grouped {...{ field, path, beside, described }} input={<EvidenceChoice.Many {...input} />} />
      );
    case 'rows':
      return <Grouped {...{ field, path, beside, described }} input={<Rows {...input} draw={inRows} />} />;
    default:
      return field.type satisfies never;
  }
}

const inRows = (field: FormField, path: string) => <Field field={field} path={path} inRow />;

function Label({ field }: { field: FormField }) {
  const { t } = useWords();
  return (
    <>
      {field.label}
      {field.required && <span className="form-field__mark"> {t('form.needed')}</span>}
      {field.sensitive && (
        <>
          {' '}
          <span className="tag">{t('form.personal')}</span>
        </>
      )}
    </>
  );
}

interface AroundProps {
  field: FormField;
  path: string;
  beside: ReactNode;
  input: ReactNode;
}

/** One input under its label. */
function Labelled({ field, path, beside, input }: AroundProps) {
  return (
    <div className="form-field" data-filled={useIsFilled(path) || undefined}>
      <label className="form-field__label" htmlFor={idOf(path)}>
        <Label field={field} />
      </label>
      {beside}
      {input}
    </div>
  );
}

/** Several inputs under one name. */
function Grouped({ field, path, beside, described, input }: AroundProps & { described: string | undefined }) {
  return (
    <fieldset className="form-field" aria-describedby={described} id={idOf(path)} tabIndex={-1}>
      <legend className="form-field__label">
        <Label field={field} />
      </legend>
      {beside}
      {input}
    </fieldset>
  );
}

function useIsFilled(path: string): boolean {
  return valueAt(useFormDesk().content, path) !== undefined;
}
