/** Every edition that was published, with its hash and its public page; each stays as it was published. */
import type { TransparencyReports } from '@kith/contract';
import { Button } from 'react-aria-components';
import { Link } from 'wouter';
import { useMay } from '../api/use-api.tsx';
import { Foreign } from '../foreign/foreign.tsx';
import { Table } from '../shell/table.tsx';
import { useWords } from '../words/use-words.tsx';
import { SAID_LENGTH_MAX } from './limits.ts';
import { toDraft } from './period.ts';

export type Report = TransparencyReports['reports'][number];

interface EditionsProps {
  reports: readonly Report[];
  onWithdraw(report: Report): void;
}

const HEADS = ['report', 'standing', 'published', 'hash'] as const;

export function Editions({ reports, onWithdraw }: EditionsProps) {
  const { t } = useWords();
  const mayWrite = useMay()('measures.write');
  if (reports.length === 0)
    return <p className="empty">{t(mayWrite ? 'transparency.empty' : 'transparency.emptyRead')}</p>;
  const heads = HEADS.map((head) => t(`transparency.of.${head}`));
  return (
    <Table heads={mayWrite ? [...heads, t('transparency.of.actions')] : heads}>
      {reports.map((report) => (
        <Row
          key={report.id}
          report={report}
          later={reports.filter((other) => isLater(other, report))}
          onWithdraw={mayWrite ? () => onWithdraw(report) : null}
        />
      ))}
    </Table>
  );
}

const isLater = (one: Report, than: Report): boolean =>
  one.from === than.from && one.to === than.to && one.edition > than.edition;

interface RowProps {
  report: Report;
  /** editions of the same months that came after it */
  later: readonly Report[];
  /** null where it isn't theirs to do */
  onWithdraw: (() => void) | null;
}

function Row({ report, later, onWithdraw }: RowProps) {
  const { t, moment } = useWords();
  const { id, title, edition, publishedAt, by, changes, sha256, withdrawn } = report;
  // the newest is first
  const instead = later.find((other) => other.withdrawn === null);
  const whole = `${title}, ${t('transparency.edition', { edition })}`;
  return (
    <tr>
      <td data-label={t('transparency.of.report')}>
        {/* another page than the console's: served to anybody */}
        <a href={`/transparency/${encodeURIComponent(id)}`}>{whole}</a>
        {changes !== '' && (
          <p>
            {t('transparency.changed')} <Foreign text={changes} most={SAID_LENGTH_MAX} />
          </p>
        )}
      </td>
      <td data-label={t('transparency.of.standing')}>
        {withdrawn !== null ? (
          <>
            <span className="tag tag--strong">{t('transparency.withdrawn')}</span>{' '}
            {t('transparency.withdrawnAt', { when: moment(withdrawn.at) })}{' '}
            <Foreign text={withdrawn.why} most={SAID_LENGTH_MAX} />
          </>
        ) : (
          <>
            <span className="tag">{t('transparency.public')}</span>{' '}
            {instead !== undefined && t('transparency.replaced', { edition: instead.edition })}
          </>
        )}
      </td>
      <td data-label={t('transparency.of.published')}>
        {t('transparency.publishedBy', { when: moment(publishedAt), who: by })}
      </td>
      <td data-label={t('transparency.of.hash')}>
        <span className="hash">{sha256}</span>
      </td>
      {onWithdraw !== null && (
        <td data-label={t('transparency.of.actions')}>
          <span className="buttons">
            {later.length === 0 && (
              <Link
                className="button button--plain"
                href={toDraft(report)}
                aria-label={`${t('transparency.correct')}: ${title}`}
              >
                {t('transparency.correct')}
              </Link>
            )}
            {withdrawn === null && (
              <Button
                className="button button--plain"
                onPress={onWithdraw}
                aria-label={`${t('transparency.withdraw')}: ${whole}`}
              >
                {t('transparency.withdraw')}
              </Button>
            )}
          </span>
        </td>
      )}
    </tr>
  );
}
