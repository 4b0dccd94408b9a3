/** Says what judging a link changes, and asks why, before it is said. */
import type { LinkEdge } from '@kith/contract';
import { useState } from 'react';
import { Question } from '../shell/question.tsx';
import { TextRow } from '../shell/text-row.tsx';
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
  const [note, setNote] = useState('');
  const intro = (
    <>
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
    </>
  );
  return (
    <Question
      title={t(`action.link.${state}`)}
      intro={intro}
      isReady={note.trim() !== ''}
      send={() => judge(edge, state, note.trim())}
      onSent={onClose}
      onClose={onClose}
    >
      <TextRow label={t('links.reason')} value={note} onChange={setNote} isFirst />
    </Question>
  );
}
