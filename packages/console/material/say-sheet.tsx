/** Says what judging known material changes, and asks why, before it is said. */
import type { MaterialJudgement, WrongReason } from '@kith/contract';
import { useState } from 'react';
import { Question } from '../shell/question.tsx';
import { TextRow } from '../shell/text-row.tsx';
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
  const [reason, setReason] = useState<WrongReason>('not_known_material');
  const [note, setNote] = useState('');
  // what takes something back needs no words of its own
  const needed = asked.says !== 'right' && asked.says !== 'unsaid';
  return (
    <Question
      title={t(`material.say.${asked.says}`)}
      intro={<p>{t(`material.changes.${asked.says}`)}</p>}
      isReady={!needed || note.trim() !== ''}
      send={() => judge(judgementOf(asked, reason, note))}
      onSent={onClose}
      onClose={onClose}
    >
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
      <TextRow
        label={t(needed ? 'links.reason' : 'ask.textIfAny')}
        value={note}
        onChange={setNote}
        isRequired={needed}
      />
    </Question>
  );
}
