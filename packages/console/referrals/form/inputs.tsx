/** Inputs of a form that are one thing to type or to choose. None cuts what is typed or pasted: what is too long is said. */
import { useEffect, useState } from 'react';
import { useWords } from '../../words/use-words.tsx';
import type { InputProps } from './field.tsx';
import { idOf, useFormDesk } from './form-desk.ts';
import { isSame, type Json, valueAt } from './paths.ts';
import { localOf, sentOf } from './times.ts';

const textOf = (value: Json | undefined): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);

function useValue({ path, described, wrong }: InputProps) {
  const { content, set } = useFormDesk();
  return {
    value: valueAt(content, path),
    put: (value: Json | undefined) => set(path, value === '' ? undefined : value),
    all: {
      ...{ id: idOf(path), className: 'field', 'aria-describedby': described },
      'aria-invalid': wrong || undefined,
    },
  };
}

export function Text(props: InputProps) {
  const { value, put, all } = useValue(props);
  return (
    <>
      <input {...all} type="text" value={textOf(value)} onChange={(event) => put(event.target.value)} />
      <TooLong text={textOf(value)} max={props.field.max} />
    </>
  );
}

export function LongText(props: InputProps) {
  const { value, put, all } = useValue(props);
  return (
    <>
      <textarea {...all} rows={5} value={textOf(value)} onChange={(event) => put(event.target.value)} />
      <TooLong text={textOf(value)} max={props.field.max} />
    </>
  );
}

/** Said while it is typed, so that nobody learns of it when it has been cut. */
function TooLong({ text, max }: { text: string; max: number | null }) {
  const { t } = useWords();
  const over = max === null ? 0 : text.length - max;
  if (over <= 0) return null;
  return (
    <p className="alarm" role="status">
      {t('form.tooLong', { over, max: max ?? 0 })}
    </p>
  );
}

export function NumberText(props: InputProps) {
  const { value, put, all } = useValue(props);
  function typed(text: string) {
    const number = Number(text);
    // what is no number stays as it was typed: the server says that it is none
    put(text !== '' && String(number) === text ? number : text);
  }
  return (
    <input
      {...all}
      type="text"
      inputMode="decimal"
      value={textOf(value)}
      onChange={(event) => typed(event.target.value)}
    />
  );
}

export function Moment(props: InputProps) {
  const { value, put, all } = useValue(props);
  const { t } = useWords();
  return (
    <>
      <input
        {...all}
        type="datetime-local"
        step="1"
        value={localOf(textOf(value))}
        onChange={(event) => put(sentOf(event.target.value) ?? undefined)}
      />
      <p className="quiet">{t('form.yourTime')}</p>
    </>
  );
}

export function Day(props: InputProps) {
  const { value, put, all } = useValue(props);
  return <input {...all} type="date" value={textOf(value)} onChange={(event) => put(event.target.value)} />;
}

export function Choice(props: InputProps) {
  const { value, put, all } = useValue(props);
  const { t } = useWords();
  return (
    <select {...all} value={textOf(value)} onChange={(event) => put(event.target.value)}>
      <option value="">{t('form.notSaid')}</option>
      {(props.field.options ?? []).map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');

/** A list, one a line. */
export function Lines(props: InputProps) {
  const { value, put, all } = useValue(props);
  const { t } = useWords();
  const list = Array.isArray(value) ? value : [];
  const [text, setText] = useState(() => list.map(textOf).join('\n'));
  // an empty line is being written; what came from elsewhere is not
  const stale = !isSame(linesOf(text), list);
  const there = list.map(textOf).join('\n');
  useEffect(() => {
    if (stale) setText(there);
  }, [stale, there]);
  return (
    <>
      <textarea
        {...all}
        rows={Math.min(8, list.length + 2)}
        value={text}
        onChange={(event) => {
          const lines = linesOf(event.target.value);
          setText(event.target.value);
          put(lines.length === 0 ? undefined : lines);
        }}
      />
      <p className="quiet">{t('form.onePerLine')}</p>
    </>
  );
}
