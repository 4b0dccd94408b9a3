/** Asks why, before the platform is asked again, or evidence is held or let go. */
import { useState } from 'react';
import type { EvidenceDesk } from '../actions/action.ts';
import { sentOf } from '../referrals/form/times.ts';
import { Question } from '../shell/question.tsx';
import { TextRow } from '../shell/text-row.tsx';
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
  function send(): Promise<void> {
    const end = sentOf(until);
    return work(what, { reason: reason.trim(), ...(what === 'hold' && end !== null && { until: end }) });
  }
  return (
    <Question
      title={t(`action.evidence.${what}`)}
      intro={<p className="quiet">{t(`evidence.askHow.${what}`)}</p>}
      isReady={reason.trim().length >= 3}
      send={send}
      onSent={() => {
        say.done(`evidence.did.${what}`);
        onDone();
      }}
      onClose={onDone}
    >
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
      <TextRow label={t('evidence.why')} value={reason} onChange={setReason} rows={3} least={3} most={500} />
    </Question>
  );
}
