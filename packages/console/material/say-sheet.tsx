/** Says what judging known material changes, and asks why, before it is said. */
import type { MaterialJudgement, WrongReason } from '@kith/contract';
import { type FormEvent, useState } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useSay } from '../shell/use-say.ts';
import { useWords } from '../words/use-words.tsx';
import type { Asked } from './use-material.ts';

interface SaySheetProps {
  asked: Asked;
  judge(judgement: MaterialJudgement): Promise<void>;
  onClose(): void;
}

const REASONS: readonly WrongReason[] = ['not_known_material', 'other_category', 'common_content'];

/** As it is sent. */
function judgementOf(asked: Asked, reason: WrongReason, text: string): MaterialJudgement {
  const note = text.trim() === '' ? {} : { note: text.trim() };
  switch (asked.says) {
    case 'wrong':
      return { ...asked, says: asked.says, reason, ...note };
    case 'right':
      return { ...asked, says: asked.says, ...note };
    case 'known':
    case 'unlike':
    case 'unsaid':
      return { ...asked, says: asked.says, ...note };
    default:
      return asked satisfies never;
  }
}

export function SaySheet({ asked, judge, onClose }: SaySheetProps) {
  const { t } = useWords();
  const say = useSay();
  const [reason, setReason] = useState<WrongReason>('not_known_material');
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  // what takes something back needs no words of its own
  const needed = asked.says !== 'right' && asked.says !== 'unsaid';
  function send(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    judge(judgementOf(asked, reason, note))
      .then(onClose, say.problem)
      .finally(() => setBusy(false));
  }
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => open || onClose()}>
      <Modal className="sheet sheet--small">
        <Dialog className="sheet__body">
          <Heading slot="title" className="sheet__title">
            {t(`material.say.${asked.says}`)}
          </Heading>
          <p>{t(`material.changes.${asked.says}`)}</p>
          <form className="form" onSubmit={send}>
            {asked.says === 'wrong' && (
              <label className="form__row">
                {t('material.wrongBecause')}
                <select
                  className="field"
                  value={reason}
                  onChange={(event) => setReason(REASONS.find((one) => one === event.target.value) ?? reason)}
                >
                  {REASONS.map((one) => (
                    <option key={one} value={one}>
                      {t(`material.reason.${one}`)}
                    </option>
                  ))}
                </select>
              </label>
            )}
            <label className="form__row">
              {t(needed ? 'links.reason' : 'ask.textIfAny')}
              <textarea
                className="field"
                rows={4}
                maxLength={8000}
                value={note}
                onChange={(event) => setNote(event.target.value)}
                required={needed}
              />
            </label>
            <p className="buttons">
              <Button type="submit" className="button button--main" isDisabled={busy || (needed && note.trim() === '')}>
                {t(`material.say.${asked.says}`)}
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
