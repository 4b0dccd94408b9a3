import type { RulingKind } from '@kith/contract';
import { useWords } from '../words/use-words.tsx';
import type { NamedPolicy } from './ruling.ts';

/** What a named policy says, and what it allows: beside the ruling, so that nobody rules from memory. */
export function PolicyWords({ policy, chosen }: { policy: NamedPolicy | null; chosen: readonly RulingKind[] }) {
  const { t, language } = useWords();
  if (policy === null) return null;
  return (
    <figure className="policy-text">
      <blockquote>{t('judging.told.words', { words: policy.told[language] })}</blockquote>
      <figcaption>
        {t('judging.allows')}
        <ul className="facts">
          {policy.measures.map((kind) => (
            <li key={kind} className={chosen.includes(kind) ? 'policy-text__chosen' : undefined}>
              {policy.secondPerson.includes(kind)
                ? t('policy.second', { measure: t(`kind.${kind}`) })
                : t(`kind.${kind}`)}
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}
