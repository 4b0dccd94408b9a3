/** Where signing in ends that was begun for a page that waits in another tab: that one goes on by itself. */
import { Link } from 'wouter';
import { useWords } from '../words/use-words.tsx';
import { useTitle } from './use-title.ts';

/** Its address within the console. */
export const SIGNED_IN = '/signed-in';
/** Signing in in another tab, while a page waits as it is. */
export const SIGN_IN_BESIDE = `/signin?${new URLSearchParams({ to: `/console${SIGNED_IN}` })}`;

export function SignedIn() {
  const { t } = useWords();
  useTitle(t('session.in'));
  return (
    <section className="narrow">
      <h1>{t('session.in')}</h1>
      <p>{t('session.inText')}</p>
      <p>
        <Link href="/">{t('session.toConsole')}</Link>
      </p>
    </section>
  );
}
