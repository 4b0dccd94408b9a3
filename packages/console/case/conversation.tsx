/** What was said: shut until somebody opens it, then a timeline. */
import type { CaseView } from '@kith/contract';
import { AccountName } from '../foreign/foreign.tsx';
import { ActionButton } from '../shell/action-button.tsx';
import { sayProblem } from '../shell/use-say.ts';
import { useWords } from '../words/use-words.tsx';
import { Timeline } from './timeline.tsx';
import type { CaseDeskState } from './use-case-desk.tsx';

export function Conversation({ desk, view }: { desk: CaseDeskState; view: CaseView }) {
  const { t } = useWords();
  const { other, conversation, opened } = desk;
  const signals = view.signals.filter((signal) => signal.other === other).length;
  return (
    <section className="conversation" aria-labelledby="conversation-title">
      <div className="conversation__head">
        <h2 id="conversation-title">
          {t('conversation.title')} {other !== null && <AccountName id={other} />}
        </h2>
        {opened && (
          <div className="buttons">
            <ActionButton id="case.previous-signal" look="quiet" />
            <ActionButton id="case.next-signal" />
            <ActionButton id="case.mark-message" look="quiet" />
          </div>
        )}
      </div>
      {other === null && <p className="empty">{t('conversation.none')}</p>}
      {other !== null && !opened && (
        <div className="shut">
          <p>{t('conversation.shut', { count: signals })}</p>
          <p className="quiet">{t('conversation.audited')}</p>
          <ActionButton id="case.open-conversation" look="main" />
        </div>
      )}
      {opened && conversation.error !== null && <p role="alert">{sayProblem(t, conversation.error)}</p>}
      {opened && conversation.isPending && other !== null && <p className="quiet">{t('list.coming')}</p>}
      {opened && conversation.data?.pages[0]?.textKept === false && desk.rows.length > 0 && (
        <p className="quiet">{t('conversation.unkept')}</p>
      )}
      {opened && conversation.data !== undefined && <Timeline desk={desk} view={view} />}
    </section>
  );
}
