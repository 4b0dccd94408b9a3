/** One piece of evidence beside an answer, in words. */
import type { ShownEvidence } from '@kith/contract';
import { Foreign } from '../foreign/foreign.tsx';
import { useWords } from '../words/use-words.tsx';
import { ToCheck } from './grade.tsx';

export function EvidenceWords({ evidence }: { evidence: ShownEvidence }) {
  const { t, day, number } = useWords();
  switch (evidence.of) {
    case 'count': {
      const { counted } = evidence;
      if (counted === null) {
        return (
          <>
            <span lang="en">{evidence.title}</span>: {t('assessment.notCounted')}
          </>
        );
      }
      const n = number(counted.n);
      return (
        <>
          <span lang="en">{evidence.title}</span>: {counted.least ? t('assessment.atLeast', { n }) : n}{' '}
          <span className="quiet">
            {counted.standing
              ? t('assessment.stood', { on: day(counted.to) })
              : t('assessment.period', { from: day(counted.from), to: day(counted.to) })}
          </span>
        </>
      );
    }
    case 'measure': {
      const { known } = evidence;
      if (known === null) return t('assessment.noMeasure', { measure: `${evidence.code} ${evidence.id}` });
      return (
        <>
          {evidence.code} {evidence.id} <span lang="en">{known.title}</span>{' '}
          <span className="quiet">
            {t('assessment.ofVersion', { version: known.version })}
            <ToCheck wording={known.wording} />
          </span>
        </>
      );
    }
    case 'document':
      return (
        <>
          <Foreign text={evidence.title} most={120} /> <Foreign text={evidence.where} most={200} />
        </>
      );
    default:
      return evidence satisfies never;
  }
}
