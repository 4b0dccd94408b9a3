/** One list: how it stands, what to do where it fails, what its source is told, and its imports. */
import type { ListVersion, ListView } from '@kith/contract';
import { Link } from 'wouter';
import { useMode } from '../shell/now.ts';
import { Table } from '../shell/table.tsx';
import { useTitle } from '../shell/use-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/use-words.tsx';
import { Failing, Fresh, Verified } from './lists-screen.tsx';
import { useLists } from './use-lists.ts';

const FEEDBACK = ['waiting', 'handing_over', 'sent', 'failed', 'withdrawn'] as const;
const HEADS = ['number', 'started', 'state', 'change', 'lines', 'verifiedBy'] as const;

export function ListScreen({ name }: { name: string }) {
  const { t } = useWords();
  useTitle(t('list.title', { name }));
  useMode('lists');
  const { data, error } = useLists();
  const list = data?.lists.find((one) => one.name === name);
  return (
    <section className="page lists">
      <p>
        <Link href="/lists">{t('screen.lists')}</Link>
      </p>
      <h1>{t('list.title', { name })}</h1>
      <Waiting error={error} there={data !== undefined} />
      {data !== undefined && list === undefined && <p className="empty">{t('list.gone')}</p>}
      {list !== undefined && <Stands list={list} />}
      {list !== undefined && <Versions versions={list.versions} />}
    </section>
  );
}

function Stands({ list }: { list: ListView }) {
  const { t, moment, number } = useWords();
  const told = FEEDBACK.filter((state) => (list.feedback[state] ?? 0) > 0);
  return (
    <section className="part">
      <h2>{t('list.stands')}</h2>
      <ul className="facts facts--lines">
        <li>
          {t(`lists.kind.${list.source.kind}`)} {list.source.from}
        </li>
        <li>
          <Verified verified={list.verified} />
        </li>
        <li>
          {t('list.entries', { count: number(list.entries) })} {t('lists.version', { number: list.version })}
        </li>
        <li>
          {t('list.fresh')} <Fresh list={list} />
        </li>
        <li>{t('list.every', { every: number(list.everyHours), stale: number(list.staleAfterHours) })}</li>
        <li>{list.nextAt === null ? t('list.nextNow') : t('list.next', { when: moment(list.nextAt) })}</li>
        <li>{t('list.wrong', { count: list.wrong })}</li>
        {told.length > 0 && (
          <li>
            {t('list.told')}{' '}
            {told.map((state) => `${t(`feedback.${state}`)} ${number(list.feedback[state] ?? 0)}`).join(', ')}
          </li>
        )}
      </ul>
      {list.failure !== null && (
        <div className="changed">
          <p>
            <Failing list={list} />
          </p>
          <p>{list.version === 0 ? t('list.failedNone') : t('list.failedKept', { number: list.version })}</p>
          {list.acceptable && (
            <>
              <p>{t('list.accept')}</p>
              <pre className="code">{`kith lists import ${list.name} --accept`}</pre>
            </>
          )}
        </div>
      )}
    </section>
  );
}

function Versions({ versions }: { versions: readonly ListVersion[] }) {
  const { t } = useWords();
  return (
    <section className="part">
      <h2>{t('list.versions')}</h2>
      {versions.length === 0 ? (
        <p className="quiet">{t('list.noVersions')}</p>
      ) : (
        <Table heads={HEADS.map((head) => t(`list.of.${head}`))}>
          {versions.map((version) => (
            <Version key={version.number} version={version} />
          ))}
        </Table>
      )}
    </section>
  );
}

function Version({ version }: { version: ListVersion }) {
  const { t, named, moment, number } = useWords();
  return (
    <tr>
      <td data-label={t('list.of.number')}>{version.number}</td>
      <td data-label={t('list.of.started')}>{moment(version.startedAt)}</td>
      <td data-label={t('list.of.state')}>
        {t(`list.state.${version.state}`)}
        {version.failure !== null && <> · {version.failure.words}</>}
        {version.problems.length > 0 && (
          <details>
            <summary>{t('list.bad', { count: version.bad })}</summary>
            <ul>
              {version.problems.map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          </details>
        )}
      </td>
      <td data-label={t('list.of.change')}>
        {t('list.change', { added: number(version.added), removed: number(version.removed) })}{' '}
        <span className="quiet">{t('list.entries', { count: number(version.entries) })}</span>
      </td>
      <td data-label={t('list.of.lines')}>
        {number(version.lines)} {!version.whole && <span className="quiet">{t('list.part')}</span>}
      </td>
      <td data-label={t('list.of.verifiedBy')}>{named('list.by', version.verifiedBy)}</td>
    </tr>
  );
}
