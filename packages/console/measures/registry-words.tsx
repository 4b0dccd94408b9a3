/** A sentence of the registry, of an assessment or of the calendar, in the reader's language where it is in it. */
import type { MeasuresWelsh } from '@kith/contract';
import { useQuery } from '@tanstack/react-query';
import { useDesk } from '../api/use-api.tsx';
import { useWords } from '../words/use-words.tsx';

/** Kith keeps the English: what is signed is that. */
export function RegistryWords({ children: english }: { children: string }) {
  const { language } = useWords();
  const { api } = useDesk();
  const { data } = useQuery({
    queryKey: ['measures', 'welsh'],
    queryFn: () => api.get<MeasuresWelsh>('/v1/measures/welsh'),
    enabled: language === 'cy',
    // it comes with Kith and doesn't change while that runs
    staleTime: Number.POSITIVE_INFINITY,
  });
  const welsh = language === 'cy' && data !== undefined && Object.hasOwn(data.welsh, english) && data.welsh[english];
  if (welsh) return welsh;
  return language === 'en' ? english : <span lang="en">{english}</span>;
}
