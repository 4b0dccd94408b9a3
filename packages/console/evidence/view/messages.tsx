/** A conversation of the vault as a table that can be read. */
import { useMemo, useState } from 'react';
import { Button } from 'react-aria-components';
import { AccountName, Foreign } from '../../foreign/foreign.tsx';
import { Table } from '../../shell/table.tsx';
import { useWords } from '../../words/use-words.tsx';
import { messagesIn } from './read.ts';

/** Messages that are shown before somebody asks for more: some screens. */
const SHOWN = 200;

export function Messages({ file }: { file: string }) {
  const { t, moment } = useWords();
  const { messages, unreadable } = useMemo(() => messagesIn(file), [file]);
  const [most, setMost] = useState(SHOWN);
  return (
    <>
      <p className="quiet">{t('conversation.count', { count: messages.length })}</p>
      {unreadable > 0 && <p className="alarm">{t('view.unreadable', { count: unreadable })}</p>}
      <div className="rows-box">
        <Table heads={(['sentAt', 'from', 'to', 'text', 'ip'] as const).map((name) => t(`view.${name}`))}>
          {messages.slice(0, most).map((one) => (
            <tr key={one.message}>
              <td data-label={t('view.sentAt')}>{one.sentAt === null ? '' : moment(one.sentAt)}</td>
              <td data-label={t('view.from')}>
                <AccountName id={one.from} />
              </td>
              <td data-label={t('view.to')}>
                {one.to.map((account) => (
                  <AccountName key={account} id={account} />
                ))}
              </td>
              <td data-label={t('view.text')}>
                {one.text !== null && <Foreign text={one.text} lines />}
                {one.media.length > 0 && <p className="quiet">{t('message.media', { count: one.media.length })}</p>}
              </td>
              <td data-label={t('view.ip')}>{one.ip !== null && <code>{one.ip}</code>}</td>
            </tr>
          ))}
        </Table>
      </div>
      {messages.length > most && (
        <Button className="button button--plain" onPress={() => setMost(most + SHOWN)}>
          {t('list.more')}
        </Button>
      )}
    </>
  );
}
