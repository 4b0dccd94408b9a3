/** Before a referral is checked with which nothing goes of what was said or shown: whoever checks it says that they know. */
import { useState } from 'react';
import { Question } from '../shell/question.tsx';
import { useSay } from '../shell/use-say.ts';
import { useWords } from '../words/use-words.tsx';

interface BareSheetProps {
  /** that they looked at */
  version: number;
  work(what: readonly string[], body: object): Promise<unknown>;
  onDone(): void;
}

export function BareSheet({ version, work, onDone }: BareSheetProps) {
  const { t } = useWords();
  const say = useSay();
  const [known, setKnown] = useState(false);
  return (
    <Question
      title={t('referral.bare')}
      intro={<p>{t('referral.bareHow')}</p>}
      isReady={known}
      send={() => work(['check'], { version, withoutContent: true })}
      onSent={() => {
        say.done('referral.did.check');
        onDone();
      }}
      onClose={onDone}
    >
      <label className="check">
        <input type="checkbox" checked={known} onChange={(event) => setKnown(event.target.checked)} required />
        {t('referral.bareKnown')}
      </label>
    </Question>
  );
}
