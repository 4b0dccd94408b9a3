/** The text of a policy that is being changed, with its lines numbered: typed, or from a file. */
import { type RefObject, type UIEvent, useMemo, useRef } from 'react';
import { Button, FileTrigger } from 'react-aria-components';
import { notices } from '../shell/notices.ts';
import { useWords } from '../words/use-words.tsx';
import { lineNumbers, TEXT_MAX } from './text-lines.ts';

interface PolicyTextProps {
  field: RefObject<HTMLTextAreaElement | null>;
  text: string;
  inForce: string;
  onChange(text: string): void;
}

export function PolicyText({ field, text, inForce, onChange }: PolicyTextProps) {
  const { t } = useWords();
  const numbers = useMemo(() => lineNumbers(text), [text]);
  const gutter = useRef<HTMLPreElement>(null);
  async function open(file: File | undefined) {
    if (file === undefined) return;
    if (file.size > TEXT_MAX) return notices.wrong(t('try.tooLarge'));
    onChange(await file.text());
  }
  /** the numbers go with the lines */
  function scrolled(event: UIEvent<HTMLTextAreaElement>) {
    if (gutter.current !== null) gutter.current.scrollTop = event.currentTarget.scrollTop;
  }
  function save() {
    const url = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }));
    const link = Object.assign(document.createElement('a'), { href: url, download: 'policy.yaml' });
    link.click();
    URL.revokeObjectURL(url);
  }
  return (
    <>
      <p className="buttons">
        <FileTrigger acceptedFileTypes={['.yaml', '.yml', '.json']} onSelect={(files) => void open(files?.[0])}>
          <Button className="button button--plain">{t('try.file')}</Button>
        </FileTrigger>
        <Button className="button button--plain" onPress={() => onChange(inForce)}>
          {t('try.inForce')}
        </Button>
        <Button className="button button--plain" onPress={save}>
          {t('try.save')}
        </Button>
      </p>
      <div className="lined">
        <pre className="lined__numbers" aria-hidden="true" ref={gutter}>
          {numbers}
        </pre>
        <textarea
          ref={field}
          className="lined__text"
          aria-label={t('try.text')}
          rows={20}
          wrap="off"
          spellCheck={false}
          autoComplete="off"
          value={text}
          maxLength={TEXT_MAX}
          onScroll={scrolled}
          onChange={(event) => onChange(event.target.value)}
          required
        />
      </div>
    </>
  );
}
