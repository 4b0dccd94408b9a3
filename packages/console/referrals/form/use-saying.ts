import type { EvidenceItem } from '@kith/contract';
import { useWords } from '../../words/use-words.tsx';
import type { Saying } from './fields.ts';

/** How values are said in the reader's language, and evidence by its name: foreign text, to be shown as such. */
export function useSaying(evidence: readonly EvidenceItem[]): Saying {
  const { t, moment, day } = useWords();
  return {
    ...{ yes: t('yes'), no: t('no'), moment, day },
    evidence(id) {
      const item = evidence.find((one) => one.id === id);
      if (item === undefined) return t('evidence.goneOne');
      return `${t(`evidence.kind.${item.kind}`)} ${item.name ?? item.about ?? ''}`;
    },
  };
}
