import { useDesk } from '../api/use-api.tsx';
import { MINUTES_MS, useNowMs } from '../shell/clock.ts';
import { useWords } from '../words/use-words.tsx';

/** Says that one has to sign in again, and leads there, where the sign-in is too long ago for what is done here. */
export function FreshNeeded() {
  const { t } = useWords();
  const { session } = useDesk();
  const now_ms = useNowMs(MINUTES_MS);
  if (Date.parse(session.freshUntil) > now_ms) return null;
  const { pathname } = window.location;
  return (
    <p className="kind">
      {t('own.stale')} <a href={`/signin?to=${encodeURIComponent(pathname)}`}>{t('own.again')}</a>
    </p>
  );
}
