/** What a list screen shows: that it is on its way, that there is nothing, or a table of rows with a way to more. */
import type { ReactNode, RefObject } from 'react';
import { Button } from 'react-aria-components';
import { useWords } from '../words/use-words.tsx';
import { Table } from './table.tsx';
import { Waiting } from './waiting.tsx';

interface ListedProps {
  error: Error | null;
  /** undefined while it is on its way */
  data: object | undefined;
  /** what is said where there is nothing */
  empty: string;
  heads: readonly string[];
  /** what useRows goes up and down in */
  box: RefObject<HTMLTableSectionElement | null>;
  /** a row each */
  children: readonly ReactNode[];
  /** shows the next page; null where this is the last */
  onMore: (() => void) | null;
}

export function Listed({ error, data, empty, heads, box, children, onMore }: ListedProps) {
  const { t } = useWords();
  return (
    <>
      <Waiting error={error} there={data !== undefined} />
      {data !== undefined && children.length === 0 && <p className="empty">{empty}</p>}
      {children.length > 0 && (
        <Table heads={heads} box={box}>
          {children}
        </Table>
      )}
      {onMore !== null && (
        <Button className="button button--plain" onPress={onMore}>
          {t('list.more')}
        </Button>
      )}
    </>
  );
}
