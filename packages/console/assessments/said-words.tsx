/** What was answered: the level or yes or no, and the words. */
import type { SaidAnswer, ShownEvidence } from '@kith/contract';
import { Foreign } from '../foreign/foreign.tsx';
import { useWords } from '../words/use-words.tsx';
import { EvidenceWords } from './evidence-words.tsx';

/** UTF-16 code units of an answer that are shown at once. */
const ANSWER_SHOWN = 8_000;

export const keyOfEvidence = (one: { of: string }): string => JSON.stringify(one);

interface SaidWordsProps {
  answer: Pick<SaidAnswer, 'said' | 'words'> & { evidence: readonly ShownEvidence[] };
}

export function SaidWords({ answer: { said, words, evidence } }: SaidWordsProps) {
  const { t } = useWords();
  return (
    <div>
      {said !== null && (
        <p>
          <strong>{t(`assessment.says.${said}`)}</strong>
        </p>
      )}
      {words === '' ? (
        <p className="quiet">{t('assessment.unanswered')}</p>
      ) : (
        <p>
          <Foreign text={words} lines most={ANSWER_SHOWN} />
        </p>
      )}
      {evidence.length > 0 && (
        <ul className="facts facts--lines" aria-label={t('assessment.evidence')}>
          {evidence.map((one) => (
            <li key={keyOfEvidence(one)}>
              <EvidenceWords evidence={one} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
