/** Asks before a draft is published: anybody may read it then, and it stays as it is. */
import type { TransparencyDraft } from '@kith/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem } from '../api/http.ts';
import { Question } from '../shell/question.tsx';
import { TextRow } from '../shell/text-row.tsx';
import { useSay } from '../shell/use-say.ts';
import { useWords } from '../words/use-words.tsx';
import { SAID_LENGTH_MAX } from './limits.ts';
import type { Period } from './period.ts';
import { draftKey, usePublish } from './use-transparency.ts';

interface PublishSheetProps {
  period: Period;
  draft: TransparencyDraft;
  onPublished(): void;
  onClose(): void;
}

export function PublishSheet({ period, draft, onPublished, onClose }: PublishSheetProps) {
  const { t } = useWords();
  const say = useSay();
  const queries = useQueryClient();
  const publish = usePublish(period);
  const [changes, setChanges] = useState('');
  const [sure, setSure] = useState(false);
  const isCorrected = draft.edition > 1;

  async function send(): Promise<void> {
    try {
      await publish(draft.sha256, changes);
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'report_changed') {
        // what was looked at is not what it would be: a new draft is looked at first
        void queries.invalidateQueries({ queryKey: draftKey(period) });
        onClose();
      }
      throw error;
    }
  }

  return (
    <Question
      title={t('transparency.publish')}
      intro={
        <>
          <p>
            <b>
              {draft.title}, {t('transparency.edition', { edition: draft.edition })}
            </b>
          </p>
          <p>{t('transparency.publishWhat')}</p>
        </>
      }
      isReady={sure && (!isCorrected || changes.trim() !== '')}
      send={send}
      sending={t('transparency.publishing')}
      onSent={() => {
        say.done('transparency.didPublish');
        onPublished();
      }}
      onClose={onClose}
    >
      {isCorrected && (
        <TextRow label={t('transparency.changes')} value={changes} onChange={setChanges} most={SAID_LENGTH_MAX} />
      )}
      <label className="check">
        <input type="checkbox" checked={sure} onChange={(event) => setSure(event.target.checked)} required />
        {t('transparency.sure')}
      </label>
    </Question>
  );
}
