import { useDesk } from '../api/use-api.tsx';
import { MINUTES_MS, useNowMs } from '../shell/clock.ts';
import { SIGN_IN_BESIDE } from '../shell/signed-in.tsx';
import { useWords } from '../words/use-words.tsx';

/**
 * Says that one has to sign in again where the sign-in is too long ago for what is done here. That is done in another tab: this page
 * goes on with what was typed, as soon as it hears of it (use-sitting-watched.ts).
 */
export function FreshNeeded() {
  const { t } = useWords();
  const { session } = useDesk();
  const now_ms = useNowMs(MINUTES_MS);
  if (Date.parse(session.freshUntil) > now_ms) return null;
  return (
    <p className="kind">
      {t('own.stale')}{' '}
      <a href={SIGN_IN_BESIDE} target="_blank" rel="noopener">
        {t('session.signIn')}
      </a>
    </p>
  );
}
