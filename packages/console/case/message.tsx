import type { TimelineItem } from '@kith/contract';
import { memo } from 'react';
import { AccountName, Foreign } from '../foreign/foreign.tsx';
import { useWords } from '../words/use-words.tsx';
import { EvidenceIcon } from './contact-graph.tsx';

interface MessageProps {
  item: TimelineItem;
  /** whom the case is about */
  account: string;
  accounts: readonly string[];
  /** it is in front: what keys act on */
  front: boolean;
  marked: boolean;
  onFront(message: string): void;
}

/** One message: who, when, what was decided, what it is evidence of, and its text where it is kept. */
export const Message = memo(function Message({ item, account, accounts, front, marked, onFront }: MessageProps) {
  const { t, moment } = useWords();
  const theirs = item.from === account || accounts.includes(item.from);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: j, k and n do the same by keyboard
    <article
      className={`message ${theirs ? 'message--account' : 'message--other'}`}
      data-front={front || undefined}
      data-marked={marked || undefined}
      aria-current={front || undefined}
      onClick={() => onFront(item.message)}
    >
      <p className="message__head">
        <AccountName id={item.from} />
        <time dateTime={item.at}>{moment(item.at)}</time>
        {item.outcome !== null && item.outcome !== 'allow' && (
          <span className="tag">{t(`outcome.${item.outcome}`)}</span>
        )}
        {item.deleted && <span className="tag">{t('message.deleted')}</span>}
        {marked && <span className="tag tag--strong">{t('message.marked')}</span>}
      </p>
      {item.text === null ? (
        <p className="quiet">{t(`message.noText.${item.noText ?? 'none_sent'}`)}</p>
      ) : (
        <p className="message__text">
          <Foreign text={item.text} lines />
        </p>
      )}
      {item.media.length > 0 && <p className="quiet">{t('message.media', { count: item.media.length })}</p>}
      {item.evidence.length > 0 && (
        <ul className="message__evidence" aria-label={t('message.evidence')}>
          {item.evidence.map(({ code, cue, words }) => (
            <li key={`${code} ${cue}`} className="mark">
              <EvidenceIcon />
              {words}
            </li>
          ))}
        </ul>
      )}
    </article>
  );
});
