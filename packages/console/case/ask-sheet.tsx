/** Asks for a few words before something is done to a case: a note, another queue, another case, why one disagrees. */
import type { CaseView } from '@kith/contract';
import { useState } from 'react';
import type { CaseDesk } from '../actions/action.ts';
import { useCases } from '../queue/use-cases.ts';
import { Question } from '../shell/question.tsx';
import { TextRow } from '../shell/text-row.tsx';
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
  const [text, setText] = useState('');
  const [to, setTo] = useState('');
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
  const textNeeded = what !== 'move';
  return (
    <Question
      title={t(`ask.${what}`)}
      isReady={what !== 'merge' || to !== ''}
      send={send}
      onSent={() => onDone(null)}
      onClose={() => onDone(null)}
    >
      {what === 'move' && <QueueChoice now={view.queue} value={to} onChange={setTo} />}
      {what === 'merge' && <MergeChoice view={view} value={to} onChange={setTo} />}
      <TextRow
        label={t(textNeeded ? 'ask.text' : 'ask.textIfAny')}
        value={text}
        onChange={setText}
        rows={5}
        isRequired={textNeeded}
      />
    </Question>
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
