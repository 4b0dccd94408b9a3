/** Says what judging a link changes, and asks why, before it is said. */
import type { LinkEdge } from '@kith/contract';
import { type FormEvent, useState } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useSay } from '../shell/use-say.ts';
import { useWords } from '../words/use-words.tsx';
import { Numbered } from './numbered.tsx';
import type { Placed } from './placing.ts';

interface JudgeSheetProps {
  edge: LinkEdge;
  state: 'confirmed' | 'cut';
  placed: readonly Placed[];
  judge(edge: LinkEdge, state: 'confirmed' | 'cut', note: string): Promise<void>;
  onClose(): void;
}

const CHANGES = { confirmed: ['blocks', 'known', 'nothing'], cut: ['blocks', 'known', 'stays'] } as const;

export function JudgeSheet({ edge, state, placed, judge, onClose }: JudgeSheetProps) {
  const { t } = useWords();
  const say = useSay();
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  function send(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    judge(edge, state, note.trim())
      .then(onClose, say.problem)
      .finally(() => setBusy(false));
  }
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => open || onClose()}>
      <Modal className="sheet sheet--small">
        <Dialog className="sheet__body">
          <Heading slot="title" className="sheet__title">
            {t(`action.link.${state}`)}
          </Heading>
          <p>
            <Numbered id={edge.actor} placed={placed} /> · <Numbered id={edge.other} placed={placed} />
          </p>
          <div>
            <p>{t('links.changes')}</p>
            <ul className="links__changes">
              {state === 'confirmed'
                ? CHANGES.confirmed.map((what) => <li key={what}>{t(`links.confirmed.${what}`)}</li>)
                : CHANGES.cut.map((what) => <li key={what}>{t(`links.cut.${what}`)}</li>)}
            </ul>
          </div>
          <form className="form" onSubmit={send}>
            <label className="form__row">
              {t('links.reason')}
              <textarea
                className="field"
                rows={4}
                maxLength={8000}
                value={note}
                onChange={(event) => setNote(event.target.value)}
                autoFocus
                required
              />
            </label>
            <p className="buttons">
              <Button type="submit" className="button button--main" isDisabled={busy || note.trim() === ''}>
                {t(`action.link.${state}`)}
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
