import { Button } from 'react-aria-components';
import { useWords } from '../words/use-words.tsx';
import { ActionButton } from './action-button.tsx';
import { useNowMs } from './clock.ts';
import { notices, type ShownNotice, useNotices } from './notices.ts';

/** Seconds that are left are told apart, milliseconds. */
const TICK_MS = 250;

/** The bottom of the screen. Read out once when something appears; the seconds that run down are for eyes alone. */
export function NoticeList() {
  const shown = useNotices();
  const { t } = useWords();
  return (
    <section className="notices" aria-label={t('notices.title')} data-react-aria-top-layer="true">
      <div role="status" aria-relevant="additions">
        <ul>
          {shown.map((notice) => (
            <li key={notice.id} className={`notice notice--${notice.kind}`}>
              <span className="notice__text">{notice.text}</span>
              {notice.kind === 'undo' && notice.until_ms !== null && (
                <>
                  <Left until_ms={notice.until_ms} />
                  <ActionButton id="ruling.undo" />
                </>
              )}
              {notice.kind !== 'undo' && <PutAway notice={notice} />}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

function PutAway({ notice }: { notice: ShownNotice }) {
  const { t } = useWords();
  return (
    <Button className="icon-button" aria-label={t('notices.dismiss')} onPress={() => notices.dismiss(notice.id)}>
      <span aria-hidden="true">×</span>
    </Button>
  );
}

function Left({ until_ms }: { until_ms: number }) {
  const { t } = useWords();
  const seconds = Math.max(0, Math.ceil((until_ms - useNowMs(TICK_MS)) / 1000));
  return (
    <span className="notice__left" aria-hidden="true">
      {t('notices.left', { seconds })}
    </span>
  );
}
