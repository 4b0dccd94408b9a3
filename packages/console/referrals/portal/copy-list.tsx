/** What a portal asks for, value by value, each with a button that copies it. */
import type { ReadableSection } from '@kith/contract';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { Foreign } from '../../foreign/foreign.tsx';
import { notices } from '../../shell/notices.ts';
import { Table } from '../../shell/table.tsx';
import { useRows } from '../../shell/use-rows.ts';
import { useWords } from '../../words/use-words.tsx';
import { copied, numbered } from './copying.ts';

export function CopyList({ sections }: { sections: readonly ReadableSection[] }) {
  const { t } = useWords();
  const all = numbered(sections);
  const [last, setLast] = useState<number | null>(null);
  const lines = all.flatMap((section) => section.lines);
  const copy = async (index: number) => {
    const line = lines[index];
    if (line === undefined) return;
    const done = await copied(line.text, (text) => navigator.clipboard.writeText(text));
    if (done) {
      setLast(index);
      notices.say(t('copy.done', { label: line.label }));
    } else notices.wrong(t('copy.failed'));
  };
  const copySection = async (title: string, own: readonly { label: string; text: string }[]) => {
    const text = own.map((line) => `${line.label}: ${line.text}`).join('\n');
    const done = await copied(text, (value) => navigator.clipboard.writeText(value));
    if (done) notices.say(t('copy.done', { label: title }));
    else notices.wrong(t('copy.failed'));
  };
  const { box, onFocus } = useRows(lines.length, (i) => void copy(i));
  return (
    <div className="copy-list">
      {/* one list for the keys, whatever the sections */}
      <Table heads={[t('copy.label'), t('copy.value'), t('copy.copy')]} box={box}>
        {all.flatMap(({ title, lines: own }) => [
          <tr key={`title ${own[0]?.index}`} className="copy-list__title">
            <td colSpan={3}>
              <h3>{title}</h3>
              <Button className="button button--quiet" onPress={() => void copySection(title, own)}>
                {t('copy.section', { label: title })}
              </Button>
            </td>
          </tr>,
          ...own.map(({ label, text, index }) => (
            <tr key={index} data-copied={last === index || undefined}>
              <td data-label={t('copy.label')}>{label}</td>
              <td data-label={t('copy.value')}>
                <Foreign text={text} lines />
              </td>
              <td>
                <Button
                  className="button button--plain"
                  data-row={index}
                  onFocus={() => onFocus(index)}
                  onPress={() => void copy(index)}
                  aria-label={t('copy.one', { label })}
                >
                  {t('copy.copy')}
                  <span aria-hidden="true">{last === index && ' ✓'}</span>
                </Button>
              </td>
            </tr>
          )),
        ])}
      </Table>
    </div>
  );
}
