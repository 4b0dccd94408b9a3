import { Link } from 'wouter';
import { useWords } from '../words/use-words.tsx';
import { useTitle } from './use-title.ts';

export function NothingHere() {
  const { t } = useWords();
  useTitle(t('nothing.title'));
  return (
    <section className="narrow">
      <h1>{t('nothing.title')}</h1>
      <p>{t('nothing.text')}</p>
      <p>
        <Link href="/queue">{t('screen.queue')}</Link>
      </p>
    </section>
  );
}
