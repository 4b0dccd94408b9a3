/** Details as names and values, and records as tables. */
import { useMemo } from 'react';
import { Foreign } from '../../foreign/foreign.tsx';
import { Table } from '../../shell/table.tsx';
import { useWords } from '../../words/use-words.tsx';
import { parsed, type Shown, shownOf } from './read.ts';

/** Rows of one table, and names of one thing: more is nothing that anybody reads, and browsers lay it out slowly. */
const SHOWN_MAX = 1_000;

export function Data({ file }: { file: string }) {
  const { t } = useWords();
  const value = useMemo(() => parsed(file), [file]);
  if (value === undefined) {
    return (
      <>
        <p className="alarm">{t('view.noData')}</p>
        <Written file={file} />
      </>
    );
  }
  return <ShownValue value={shownOf(value)} />;
}

/** As it is written. */
export function Written({ file }: { file: string }) {
  return (
    <pre className="code">
      <Foreign text={file} lines most={WRITTEN_SHOWN} />
    </pre>
  );
}
/** A referral's XML is shown nearly whole, UTF-16 code units; the rest is asked for. */
const WRITTEN_SHOWN = 10_000;

function ShownValue({ value }: { value: Shown }) {
  const { t, named, moment } = useWords();
  switch (value.as) {
    case 'nothing':
      return null;
    case 'text':
      return <Foreign text={value.text} lines />;
    case 'moment':
      return <time dateTime={value.at}>{moment(value.at)}</time>;
    case 'truth':
      return t(value.is ? 'yes' : 'no');
    case 'list':
      return (
        <ul>
          {value.items.slice(0, SHOWN_MAX).map((item, i) => (
            // items of one list never change places
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <li key={i}>
              <ShownValue value={item} />
            </li>
          ))}
          <More count={value.items.length - SHOWN_MAX} />
        </ul>
      );
    case 'table':
      return (
        <div className="rows-box">
          <Table heads={value.heads.map((head) => named('detail', head))}>
            {value.rows.slice(0, SHOWN_MAX).map((row, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: as of lists
              <tr key={i}>
                {row.map((cell, j) => (
                  <td key={value.heads[j]} data-label={named('detail', value.heads[j] ?? '')}>
                    <ShownValue value={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </Table>
          <More count={value.rows.length - SHOWN_MAX} />
        </div>
      );
    case 'names':
      return (
        <dl className="said">
          {value.lines.slice(0, SHOWN_MAX).map((line) => (
            <div key={line.name}>
              <dt>{named('detail', line.name)}</dt>
              <dd>
                <ShownValue value={line.value} />
              </dd>
            </div>
          ))}
        </dl>
      );
    default:
      return value satisfies never;
  }
}

function More({ count }: { count: number }) {
  const { t } = useWords();
  return count > 0 ? <p className="quiet">{t('view.more', { count })}</p> : null;
}
