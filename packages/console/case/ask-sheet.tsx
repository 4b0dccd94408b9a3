/** Asks for a few words before something is done to a case: a note, another queue, another case, why one disagrees. */
import type { CaseView } from '@kith/contract';
import { type FormEvent, useState } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { CaseDesk } from '../actions/action.ts';
import { useCases } from '../queue/use-cases.ts';
import { useSay } from '../shell/use-say.ts';
import { useWords } from '../words/use-words.tsx';
import { MergeChoice } from './merge-choice.tsx';

type Asked = Exclude<Parameters<CaseDesk['ask']>[0], 'refer'>;

interface AskSheetProps {
  what: Asked;
  view: CaseView;
  onDone(none: null): void;
  work(what: string, body: object): Promise<unknown>;
  disagree(note: string): Promise<unknown>;
}

export function AskSheet({ what, view, onDone, work, disagree }: AskSheetProps) {
  const { t } = useWords();
  const say = useSay();
  const [text, setText] = useState('');
  const [to, setTo] = useState('');
  const [busy, setBusy] = useState(false);
  const { version } = view;

  function send(): Promise<unknown> {
    switch (what) {
      case 'note':
        return work('note', { version, text });
      case 'move':
        return work('move', { version, queue: to, ...(text !== '' && { note: text }) });
      case 'merge':
        return work('merge', { version, into: to, note: text });
      case 'reopen':
        return work('reopen', { version, note: text });
      case 'disagree':
        return disagree(text);
      default:
        return what satisfies never;
    }
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    send()
      .then(() => onDone(null), say.problem)
      .finally(() => setBusy(false));
  }
  const textNeeded = what !== 'move';
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => open || onDone(null)}>
      <Modal className="sheet sheet--small">
        <Dialog className="sheet__body">
          <Heading slot="title" className="sheet__title">
            {t(`ask.${what}`)}
          </Heading>
          <form onSubmit={submit} className="form">
            {what === 'move' && <QueueChoice now={view.queue} value={to} onChange={setTo} />}
            {what === 'merge' && <MergeChoice view={view} value={to} onChange={setTo} />}
            <label className="form__row">
              {t(textNeeded ? 'ask.text' : 'ask.textIfAny')}
              <textarea
                className="field"
                rows={5}
                maxLength={8000}
                value={text}
                onChange={(event) => setText(event.target.value)}
                required={textNeeded}
              />
            </label>
            <p className="buttons">
              <Button
                type="submit"
                className="button button--main"
                isDisabled={busy || (what === 'merge' && to === '')}
              >
                {t(`ask.${what}`)}
              </Button>
              <Button slot="close" className="button button--plain">
                {t('sheet.cancel')}
              </Button>
            </p>
          </form>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function QueueChoice({ now, value, onChange }: { now: string; value: string; onChange(queue: string): void }) {
  const { t } = useWords();
  const { data } = useCases({ queue: null, state: null });
  const queues = (data?.pages[0]?.queues ?? []).filter(({ name }) => name !== now);
  return (
    <label className="form__row">
      {t('ask.queue')}
      <select className="field" value={value} onChange={(event) => onChange(event.target.value)} required>
        <option value="" />
        {queues.map(({ name, words }) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
