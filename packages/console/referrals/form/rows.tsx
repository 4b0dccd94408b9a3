/** Things of which there may be several: each is a group of fields that can be added and taken away. */
import type { FormField } from '@kith/contract';
import { Fragment, type ReactNode, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { Foreign } from '../../foreign/foreign.tsx';
import { useWords } from '../../words/use-words.tsx';
import type { InputProps } from './field.tsx';
import { linesOf } from './fields.ts';
import { goToField, useFormDesk } from './form-desk.ts';
import { join, keysOf, valueAt } from './paths.ts';
import { useSaying } from './use-saying.ts';

/** Of more rows each is a line that opens: hundreds of fields are nothing that anybody reads. */
const OPEN_MAX = 2;
/** Of a row that is a line, UTF-16 code units. */
const LINE_SHOWN = 160;

interface RowsProps extends InputProps {
  /** one field of a row, by its whole path */
  draw(field: FormField, path: string): ReactNode;
}

export function Rows({ field, path, draw }: RowsProps) {
  const { t } = useWords();
  const { content, set, problems, evidence } = useFormDesk();
  const saying = useSaying(evidence);
  const add = useRef<HTMLButtonElement>(null);
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set<number>());
  const value = valueAt(content, path);
  const rows = Array.isArray(value) ? value : [];
  const first = field.fields?.[0];
  // what is wrong in a row is in front of people, so that one can go there
  const wrong = new Set(
    [...problems.keys()].filter((at) => at.startsWith(`${path}.`)).map((at) => Number(keysOf(at)[keysOf(path).length])),
  );
  const isOpen = (index: number) => rows.length <= OPEN_MAX || opened.has(index) || wrong.has(index);

  function addRow() {
    set(path, [...rows, {}]);
    setOpened(new Set([...opened, rows.length]));
    // after it is there
    if (first !== undefined) setTimeout(() => goToField(join(path, rows.length, first.path)));
  }
  function remove(index: number) {
    set(
      path,
      rows.filter((_, i) => i !== index),
    );
    setOpened(new Set([...opened].filter((i) => i !== index).map((i) => (i > index ? i - 1 : i))));
    add.current?.focus();
  }
  function open(index: number) {
    setOpened(new Set([...opened, index]));
    if (first !== undefined) setTimeout(() => goToField(join(path, index, first.path)));
  }
  return (
    <>
      {rows.map((row, i) => (
        // a row has no name of its own, and its fields hold nothing but what the content has
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <fieldset key={i} className="form-row">
          <legend>{t('form.row', { number: i + 1, of: rows.length })}</legend>
          {isOpen(i) ? (
            (field.fields ?? []).map((one) => <Fragment key={one.path}>{draw(one, join(path, i, one.path))}</Fragment>)
          ) : (
            <p>
              <Foreign text={linesOf(field, [row], saying).join('').replace(/^1\. /, '')} most={LINE_SHOWN} />
            </p>
          )}
          <p className="buttons">
            {!isOpen(i) && (
              <Button className="button button--plain" onPress={() => open(i)}>
                {t('form.openRow', { what: field.label, number: i + 1 })}
              </Button>
            )}
            <Button className="button button--quiet" onPress={() => remove(i)}>
              {t('form.removeRow', { what: field.label, number: i + 1 })}
            </Button>
          </p>
        </fieldset>
      ))}
      <p className="buttons">
        <Button
          ref={add}
          className="button button--plain"
          onPress={addRow}
          isDisabled={field.max !== null && rows.length >= field.max}
        >
          {t('form.addRow', { what: field.label })}
        </Button>
      </p>
    </>
  );
}
