/** Who objects to a restriction that Kith itself asked for. The ruling on the case is the answer: there is the way to it. */
import type { ObjectionPage, ObjectionView } from '@kith/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useDesk, useMay } from '../api/use-api.tsx';
import { AccountName, Foreign } from '../foreign/foreign.tsx';
import { MINUTES_MS, useNowMs } from '../shell/clock.ts';
import { Table } from '../shell/table.tsx';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/use-words.tsx';

/** Looked at again, milliseconds: people object when they like. */
const LIVE_MS = 30_000;
/** Of what somebody wrote, UTF-16 code units that are shown at once; the case has the rest. */
const TEXT_SHOWN = 300;
const HEADS = ['account', 'what', 'text', 'filed', 'judges'] as const;

export function Objections() {
  const { t } = useWords();
  const { api } = useDesk();
  const { data, error } = useQuery({
    queryKey: ['appeals', 'objections'],
    queryFn: () => api.get<ObjectionPage>('/v1/objections'),
    refetchInterval: LIVE_MS,
  });
  return (
    <section className="part">
      <h2>{t('objections.title')}</h2>
      <p className="quiet">{t('objections.how')}</p>
      <Waiting error={error} there={data !== undefined} />
      {data?.objections.length === 0 && <p className="quiet">{t('objections.empty')}</p>}
      {data !== undefined && data.objections.length > 0 && (
        <Table heads={HEADS.map((name) => t(`objections.${name}`))}>
          {data.objections.map((objection) => (
            <Row key={objection.id} objection={objection} />
          ))}
        </Table>
      )}
      {data?.more === true && <p className="quiet">{t('objections.more')}</p>}
    </section>
  );
}

function Row({ objection }: { objection: ObjectionView }) {
  const { t, ago, moment } = useWords();
  const now_ms = useNowMs(MINUTES_MS);
  const may = useMay();
  const { account, kind, text, restrictedAt, objectedAt } = objection;
  return (
    <tr>
      <td data-label={t('objections.account')}>
        {may('case.read') ? (
          <Link href={`/case/${encodeURIComponent(objection.case)}`}>
            <AccountName id={account} closed />
          </Link>
        ) : (
          <AccountName id={account} />
        )}
      </td>
      <td data-label={t('objections.what')}>
        {t(`enforced.${kind}`)} <span className="quiet">{moment(restrictedAt)}</span>
      </td>
      <td data-label={t('objections.text')}>
        {text === null ? (
          <span className="quiet">{t('objections.gone')}</span>
        ) : (
          <Foreign text={text} most={TEXT_SHOWN} lines />
        )}
      </td>
      <td data-label={t('objections.filed')}>
        <time dateTime={objectedAt} title={moment(objectedAt)}>
          {ago(objectedAt, now_ms)}
        </time>
      </td>
      <td data-label={t('objections.judges')}>
        <Judges objection={objection} />
      </td>
    </tr>
  );
}

/** Who may judge it: whoever holds the case, or anybody who may take it. */
function Judges({ objection: { mine, leasedBy, barred } }: { objection: ObjectionView }) {
  const { t } = useWords();
  const may = useMay();
  if (mine) return t('queue.mine');
  if (leasedBy !== null) return t('queue.held', { by: leasedBy });
  if (!may('case.rule')) return t('objections.anybody');
  return barred === null ? t('objections.you') : t(`barred.${barred}`);
}
