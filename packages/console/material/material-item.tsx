import type { CaseMaterial, MaterialMatch } from '@kith/contract';
import { Button } from 'react-aria-components';
import { AccountName, Foreign } from '../foreign/foreign.tsx';
import { Table } from '../shell/table.tsx';
import { useWords } from '../words/use-words.tsx';
import type { Asked } from './use-material.ts';

/** Says that something is to be said; null where whoever looks may not. */
type OnSay = ((asked: Asked) => void) | null;

/** A hash's first digits, by which two entries are told apart. */
const ENTRY_SHOWN = 20;
const HEADS = ['list', 'how', 'state', 'said'] as const;

/** One medium or link: who brought it, what it counts as, each entry that it matched, and what people say of it. */
export function MaterialItem({ item, onSay }: { item: CaseMaterial; onSay: OnSay }) {
  const { t, moment } = useWords();
  const { media, uploadedAt, messages, verdict, now, own, hashed } = item;
  const changed = now !== null && now !== verdict;
  return (
    <li className="link-item" data-state={now === 'none' ? 'cut' : verdict === 'verified' ? 'confirmed' : 'seen'}>
      <div className="link-item__head link-item__head--plain">
        <span className="link-item__who">
          {media === null ? t('material.link') : t('material.medium')}{' '}
          {media !== null && <Foreign text={media} most={48} />} · <AccountName id={item.account} /> ·{' '}
          <time dateTime={item.at}>{moment(item.at)}</time>
        </span>
        <span className="link-item__what">
          <span className={verdict === 'verified' ? 'tag tag--strong' : 'tag'}>{t(`material.verdict.${verdict}`)}</span>
          {changed && <b>{t(`material.now.${now}`)}</b>}
        </span>
      </div>
      <div className="link-item__inside">
        {uploadedAt !== null && <p>{t('material.uploaded', { when: moment(uploadedAt) })}</p>}
        {messages.map(({ message, at }) => (
          <p key={message}>
            {t('material.message')} <Foreign text={message} most={48} /> · <time dateTime={at}>{moment(at)}</time>
          </p>
        ))}
        {item.matches.length > 0 && (
          <Table heads={HEADS.map((name) => t(`material.of.${name}`))}>
            {item.matches.map((match) => (
              <Match key={`${match.list} ${match.entry}`} match={match} onSay={onSay} />
            ))}
          </Table>
        )}
        {own !== null && (
          <>
            <p>{t(`material.own.${own.says}`, { by: own.judged.by, when: moment(own.judged.at) })}</p>
            <Note note={own.judged.note} />
          </>
        )}
        {media !== null && hashed && onSay !== null && (
          <p className="buttons">
            {own?.says !== 'known' && <Say asked={{ says: 'known', media }} onSay={onSay} />}
            {own?.says !== 'unlike' && <Say asked={{ says: 'unlike', media }} onSay={onSay} />}
            {own !== null && <Say asked={{ says: 'unsaid', media }} onSay={onSay} />}
          </p>
        )}
        {media !== null && !hashed && <p className="quiet">{t('material.unhashed')}</p>}
      </div>
    </li>
  );
}

function Say({ asked, onSay }: { asked: Asked; onSay(asked: Asked): void }) {
  const { t } = useWords();
  return (
    <Button className="button button--plain" onPress={() => onSay(asked)}>
      {t(`material.say.${asked.says}`)}
    </Button>
  );
}

function Match({ match, onSay }: { match: MaterialMatch; onSay: OnSay }) {
  const { t, moment } = useWords();
  const { list, entry, kind, verified, distance, state, judged, feedback } = match;
  const asked: Asked = { says: state === 'wrong' ? 'right' : 'wrong', list, entry };
  return (
    <tr>
      <td data-label={t('material.of.list')}>
        {list} <code title={entry}>{entry.length > ENTRY_SHOWN ? `${entry.slice(0, ENTRY_SHOWN)}…` : entry}</code>
      </td>
      <td data-label={t('material.of.how')}>
        {distance === null ? t(`material.kind.${kind}`) : t('material.distance', { distance })} ·{' '}
        {t(verified ? 'material.verified' : 'material.unverified')}
      </td>
      <td data-label={t('material.of.state')}>
        {t(`material.state.${state}`)}
        {feedback !== null && (
          <span className="quiet">
            {' '}
            {t('material.feedback', { state: t(`feedback.${feedback.state}`), when: moment(feedback.at) })}
          </span>
        )}
      </td>
      <td data-label={t('material.of.said')}>
        {judged !== null && (
          <p>
            {judged.reason !== null && <>{t(`material.reason.${judged.reason}`)} · </>}
            {judged.by}, {moment(judged.at)}
          </p>
        )}
        <Note note={judged?.note ?? null} />
        {onSay !== null && state !== 'gone' && <Say asked={asked} onSay={onSay} />}
      </td>
    </tr>
  );
}

function Note({ note }: { note: string | null }) {
  if (note === null) return null;
  return (
    <blockquote className="quoted">
      <Foreign text={note} lines />
    </blockquote>
  );
}
