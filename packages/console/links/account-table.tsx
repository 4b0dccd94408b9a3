import { Link } from 'wouter';
import { useMay } from '../api/use-api.tsx';
import { Table } from '../shell/table.tsx';
import { useWords } from '../words/use-words.tsx';
import { Numbered } from './numbered.tsx';
import type { Placed } from './placing.ts';

/** Who they are, and the way to the case of each. */
export function AccountTable({ placed }: { placed: readonly Placed[] }) {
  const { t, moment } = useWords();
  const may = useMay();
  const heads = (['account', 'age', 'status', 'created', 'case'] as const).map((name) => t(`links.of.${name}`));
  return (
    <div className="links__accounts">
      <h3>{t('links.accounts')}</h3>
      <Table heads={heads}>
        {placed.map(({ account }) => (
          <tr key={account.id}>
            <td data-label={t('links.of.account')}>
              {may('account.search') ? (
                <Link href={`/account/${encodeURIComponent(account.id)}`}>
                  <Numbered id={account.id} placed={placed} />
                </Link>
              ) : (
                <Numbered id={account.id} placed={placed} />
              )}
            </td>
            <td data-label={t('links.of.age')}>{t(`age.${account.ageBand}`)}</td>
            <td data-label={t('links.of.status')}>
              {t(`status.${account.status}`)}{' '}
              {account.barred && <span className="tag tag--strong">{t('links.barred')}</span>}
            </td>
            <td data-label={t('links.of.created')}>{account.createdAt !== null && moment(account.createdAt)}</td>
            <td data-label={t('links.of.case')}>
              <CaseOf placed={account} />
            </td>
          </tr>
        ))}
      </Table>
    </div>
  );
}

function CaseOf({ placed: { case: about } }: { placed: Placed['account'] }) {
  const { t } = useWords();
  if (about === null) return <span className="quiet">{t('links.noCase')}</span>;
  return (
    <Link href={`/case/${encodeURIComponent(about.id)}`}>{t(about.open ? 'links.caseOpen' : 'links.caseDecided')}</Link>
  );
}
