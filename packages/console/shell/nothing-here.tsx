import { Link } from 'wouter';
import { useMay } from '../api/use-api.tsx';
import { useWords } from '../words/use-words.tsx';
import { beginningOf } from './places.ts';
import { useTitle } from './use-title.ts';

export function NothingHere() {
  const { t } = useWords();
  const beginning = beginningOf(useMay());
  useTitle(t('nothing.title'));
  return (
    <section className="narrow">
      <h1>{t('nothing.title')}</h1>
      <p>{t('nothing.text')}</p>
      <p>
        <Link href={`/${beginning}`}>{t(`screen.${beginning}`)}</Link>
      </p>
    </section>
  );
}
