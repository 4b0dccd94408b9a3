/** Asks why, before the platform is asked again, or evidence is held or let go. */
import { type FormEvent, useState } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { EvidenceDesk } from '../actions/action.ts';
import { sentOf } from '../referrals/form/times.ts';
import { useSay } from '../shell/use-say.ts';
import { useWords } from '../words/use-words.tsx';
import { useEvidenceWork } from './use-evidence.ts';

export type AskedOfEvidence = Parameters<EvidenceDesk['ask']>[0];

interface EvidenceAskProps {
  what: Exclude<AskedOfEvidence, 'attach'>;
  caseId: string;
  onDone(): void;
}

export function EvidenceAsk({ what, caseId, onDone }: EvidenceAskProps) {
  const { t } = useWords();
  const say = useSay();
  const work = useEvidenceWork(caseId);
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  const [busy, setBusy] = useState(false);
  function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    const end = sentOf(until);
    const body = { reason: reason.trim(), ...(what === 'hold' && end !== null && { until: end }) };
    work(what, body)
      .then(() => {
        say.done(`evidence.did.${what}`);
        onDone();
      }, say.problem)
      .finally(() => setBusy(false));
  }
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => open || onDone()}>
      <Modal className="sheet sheet--small">
        <Dialog className="sheet__body">
          <Heading slot="title" className="sheet__title">
            {t(`action.evidence.${what}`)}
          </Heading>
          <p className="quiet">{t(`evidence.askHow.${what}`)}</p>
          <form className="form" onSubmit={submit}>
            {what === 'hold' && (
              <label className="form__row">
                {t('evidence.holdUntil')}
                <input
                  className="field"
                  type="datetime-local"
                  value={until}
                  onChange={(event) => setUntil(event.target.value)}
                />
              </label>
            )}
            <label className="form__row">
              {t('evidence.why')}
              <textarea
                className="field"
                rows={3}
                minLength={3}
                maxLength={500}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
                required
              />
            </label>
            <p className="buttons">
              <Button type="submit" className="button button--main" isDisabled={busy || reason.trim().length < 3}>
                {t(`action.evidence.${what}`)}
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
