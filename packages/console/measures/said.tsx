import type { Said } from '@kith/contract';
import { useWords } from '../words/use-words.tsx';

/** Words of the registry, which says in which language they are where they aren't in the reader's. */
export function SaidWords({ of: { words, language } }: { of: Said }) {
  const { language: mine } = useWords();
  return language === mine ? words : <span lang={language}>{words}</span>;
}
