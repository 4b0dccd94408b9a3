/** Lists of known material: which there are, from where, how old, and what is wrong with them. Never what is in them. */
import type { ListsView, ListView } from '@kith/contract';
import { Link, useLocation } from 'wouter';
import { MINUTES_MS, useNowMs } from '../shell/clock.ts';
import { Listed } from '../shell/listed.tsx';
import { useMode } from '../shell/now.ts';
import { useRows } from '../shell/use-rows.ts';
import { useTitle } from '../shell/use-title.ts';
import { useWords } from '../words/use-words.tsx';
import { useLists } from './use-lists.ts';

const to = ({ name }: ListView) => `/list/${encodeURIComponent(name)}`;
const HEADS = ['name', 'source', 'verified', 'entries', 'fresh', 'state'] as const;

export function ListsScreen() {
  const { t } = useWords();
  useTitle(t('screen.lists'));
  useMode('lists');
  const { data, error } = useLists();
  const [, go] = useLocation();
  const lists = data?.lists ?? [];
  const { box, onFocus } = useRows(lists.length, (i) => {
    const list = lists[i];
    if (list !== undefined) go(to(list));
  });
  return (
    <section className="page lists">
      <h1>{t('screen.lists')}</h1>
      {data?.ready === false && lists.length > 0 && (
        <p className="changed" role="status">
          {t('lists.notReady')}
        </p>
      )}
      <Listed
        {...{ error, data, box }}
        empty={t('lists.empty')}
        heads={HEADS.map((name) => t(`lists.${name}`))}
        onMore={null}
      >
        {lists.map((list, i) => (
          <Row key={list.name} list={list} index={i} onFocus={onFocus} />
        ))}
      </Listed>
      {data !== undefined && <Own own={data.own} />}
    </section>
  );
}

function Row({ list, index, onFocus }: { list: ListView; index: number; onFocus(index: number): void }) {
  const { t, number } = useWords();
  return (
    <tr>
      <td data-label={t('lists.name')}>
        <Link href={to(list)} data-row={index} onFocus={() => onFocus(index)}>
          {list.name}
        </Link>
      </td>
      <td data-label={t('lists.source')}>
        {t(`lists.kind.${list.source.kind}`)} <span className="quiet">{list.source.from}</span>
      </td>
      <td data-label={t('lists.verified')}>
        <Verified verified={list.verified} />
      </td>
      <td data-label={t('lists.entries')}>
        {number(list.entries)} <span className="quiet">{t('lists.version', { number: list.version })}</span>
      </td>
      <td data-label={t('lists.fresh')}>
        <Fresh list={list} />
      </td>
      <td data-label={t('lists.state')}>{list.failure === null ? t('lists.good') : <Failing list={list} />}</td>
    </tr>
  );
}

export function Verified({ verified }: Pick<ListView, 'verified'>) {
  const { t } = useWords();
  if (typeof verified === 'boolean') return t(verified ? 'lists.verifiedAll' : 'lists.verifiedNone');
  return t('lists.verifiedSome', { categories: verified.join(', ') });
}

/** When its source last said what is in it; a stale list is marked by a word, not by colour alone. */
export function Fresh({ list }: { list: ListView }) {
  const { t, ago, moment } = useWords();
  const now_ms = useNowMs(MINUTES_MS);
  return (
    <>
      {list.freshAt === null ? (
        t('lists.never')
      ) : (
        <time dateTime={list.freshAt} title={moment(list.freshAt)} data-late={list.stale || undefined}>
          {ago(list.freshAt, now_ms)}
        </time>
      )}{' '}
      {list.stale && <span className="tag tag--strong">{t('lists.stale')}</span>}
    </>
  );
}

export function Failing({ list }: { list: ListView }) {
  const { t } = useWords();
  if (list.failure === null) return null;
  return (
    <span className="alarm">
      {t('lists.failed', { count: list.failures })} {list.failure.words}
    </span>
  );
}

function Own({ own }: Pick<ListsView, 'own'>) {
  const { t, moment, number } = useWords();
  return (
    <section className="part">
      <h2>{t('lists.own')}</h2>
      <ul className="facts">
        <li>{t('lists.own.confirmed', { count: number(own.confirmed) })}</li>
        <li>{t('lists.own.unlike', { count: number(own.unlike) })}</li>
        {own.lastAt !== null && <li>{t('lists.own.last', { when: moment(own.lastAt) })}</li>}
      </ul>
    </section>
  );
}
