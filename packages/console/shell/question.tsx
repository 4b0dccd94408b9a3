/** A small sheet that asks for something before it is done: it sends what was filled in once, and closes when that worked. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components';
import { useWords } from '../words/use-words.tsx';
import { Sheet } from './sheet.tsx';
import { useSay } from './use-say.ts';

interface QuestionProps {
  /** what is to be done: the title, and what the button says */
  title: string;
  /** between the title and what is to be filled in */
  intro?: ReactNode;
  /** whether all that is needed is filled in */
  isReady: boolean;
  send(): Promise<unknown>;
  /** what is said while it is sent, where that takes long */
  sending?: ReactNode;
  onSent(): void;
  onClose(): void;
  children: ReactNode;
}

export function Question({ title, intro, isReady, send, sending, onSent, onClose, children }: QuestionProps) {
  const { t } = useWords();
  const say = useSay();
  const [busy, setBusy] = useState(false);
  function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    send()
      .then(onSent, say.problem)
      .finally(() => setBusy(false));
  }
  return (
    <Sheet title={title} size="small" written onClose={onClose}>
      {intro}
      <form className="form" onSubmit={submit}>
        {children}
        {sending !== undefined && <p role="status">{busy && sending}</p>}
        <p className="buttons">
          <Button type="submit" className="button button--main" isDisabled={busy || !isReady}>
            {title}
          </Button>
          <Button slot="close" className="button button--plain">
            {t('sheet.cancel')}
          </Button>
        </p>
      </form>
    </Sheet>
  );
}
