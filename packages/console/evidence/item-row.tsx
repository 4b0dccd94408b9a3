import type { EvidenceItem } from '@kith/contract';
import { Button } from 'react-aria-components';
import { AccountName, Foreign } from '../foreign/foreign.tsx';
import { useWords } from '../words/use-words.tsx';
import { Size } from './size.tsx';

interface ItemRowProps {
  item: EvidenceItem;
  index: number;
  onFocus(index: number): void;
  /** null for whoever may not open evidence */
  onOpen: (() => void) | null;
}

/** One piece of evidence: what it is, never what it holds. */
export function ItemRow({ item, index, onFocus, onOpen }: ItemRowProps) {
  const { t, moment } = useWords();
  const isDamaged = item.custody.some(({ what }) => what === 'found_damaged');
  const isThere = item.destroyedAt === null;
  return (
    <tr data-kind={item.kind}>
      <td data-label={t('evidence.what')}>
        {onOpen !== null && isThere ? (
          <Button className="link" data-row={index} onFocus={() => onFocus(index)} onPress={onOpen}>
            {t(`evidence.kind.${item.kind}`)}
          </Button>
        ) : (
          <b>{t(`evidence.kind.${item.kind}`)}</b>
        )}{' '}
        {(item.name ?? item.about) !== null && <Foreign text={item.name ?? item.about ?? ''} most={60} />}
        <p className="quiet">
          <Size bytes={item.bytes} /> · {t(`evidence.from.${item.source}`)} ·{' '}
          {t(item.seen ? 'evidence.seen' : 'evidence.unseen')}
        </p>
        {isDamaged && <span className="tag tag--strong">{t('evidence.damaged')}</span>}
      </td>
      <td data-label={t('evidence.whose')}>
        {item.account === null ? t('evidence.nobodys') : <AccountName id={item.account} />}
      </td>
      <td data-label={t('evidence.taken')}>
        <time dateTime={item.takenAt}>{moment(item.takenAt)}</time>
      </td>
      <td data-label={t('evidence.kept')}>
        {item.destroyedAt !== null
          ? t('evidence.destroyedAt', { when: moment(item.destroyedAt) })
          : item.held
            ? t('evidence.held')
            : item.keptUntil === null
              ? t('evidence.noEnd')
              : t('evidence.until', { when: moment(item.keptUntil) })}
      </td>
      <td data-label={t('evidence.custody')}>
        <Custody item={item} />
      </td>
    </tr>
  );
}

/** Every hand it went through, each tied to the line of the audit log that says so. */
function Custody({ item: { custody, sha256 } }: { item: EvidenceItem }) {
  const { t, moment, number } = useWords();
  return (
    <details>
      <summary>{t('evidence.lines', { count: custody.length })}</summary>
      <ol className="history">
        {custody.map(({ at, what, by, reason, audit }) => (
          <li key={`${audit} ${what}`}>
            <p>
              <time dateTime={at} className="quiet">
                {moment(at)}
              </time>{' '}
              {t(`custody.${what}`)} · {by ?? t('audit.by.system')}{' '}
              <span className="quiet">{t('custody.line', { number: number(audit) })}</span>
            </p>
            {reason !== null && (
              <p className="quiet">
                <Foreign text={reason} most={200} />
              </p>
            )}
          </li>
        ))}
      </ol>
      {sha256 !== null && (
        <p className="quiet">
          SHA-256 <code className="hash">{sha256}</code>
        </p>
      )}
    </details>
  );
}
