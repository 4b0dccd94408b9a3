/** Who did something, as people call them: a pseudonym, a key's name, Kith itself. */
import { useCallback } from 'react';
import { plain } from '../foreign/pieces.ts';
import { useWords } from '../words/use-words.tsx';
import { useChoices } from './use-choices.ts';

export function useActor(): (by: string) => string {
  const { t, named } = useWords();
  const { data } = useChoices();
  return useCallback(
    (by: string) => {
      const name = data?.by.find((one) => one.by === by)?.name ?? null;
      if (by.startsWith('key:')) return t('audit.key', { name: name === null ? by.slice('key:'.length) : plain(name) });
      return name === null ? named('audit.by', by) : plain(name);
    },
    [data, t, named],
  );
}
