/** Finding an account, a case, a report or a message by its identifier, or by how that begins. */
import type { SearchView } from '@kith/contract';
import { useQuery } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { Button } from 'react-aria-components';
import { Link, useLocation, useSearchParams } from 'wouter';
import { useDesk } from '../api/use-api.tsx';
import { AccountName, Foreign } from '../foreign/foreign.tsx';
import { useMode } from '../shell/now.ts';
import { Table } from '../shell/table.tsx';
import { useRows } from '../shell/use-rows.ts';
import { useTitle } from '../shell/use-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/use-words.tsx';

type Found = SearchView['found'][number];
/** An account opens what is known of it; everything else the case that it belongs to, where there is one. */
const toOf = (found: Found): string =>
  found.kind !== 'account' && found.case !== null
    ? `/case/${encodeURIComponent(found.case)}`
    : `/account/${encodeURIComponent(found.account)}`;

export function SearchScreen() {
  const { t } = useWords();
  useTitle(t('screen.search'));
  useMode('search');
  const { api } = useDesk();
  const [, go] = useLocation();
  const [search, setSearch] = useSearchParams();
  const q = search.get('q') ?? '';
  const { data, error } = useQuery({
    queryKey: ['search', q],
    queryFn: () => api.get<SearchView>('/v1/search', { q }),
    enabled: q !== '',
  });
  const found = data?.found ?? [];
  const { box, onFocus } = useRows(found.length, (i) => {
    const row = found[i];
    if (row !== undefined) go(toOf(row));
  });
  function look(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget).get('q');
    if (typeof given === 'string' && given.trim() !== '') setSearch({ q: given.trim() });
  }
  return (
    <section className="page">
      <h1>{t('screen.search')}</h1>
      {/* biome-ignore lint/a11y/useSemanticElements: <search> is not known to every browser yet */}
      <form className="filters" role="search" onSubmit={look} key={q}>
        <label className="filters__one">
          {t('search.what')}
          {/* biome-ignore lint/a11y/noAutofocus: it is all that this screen is for */}
          <input className="field" name="q" defaultValue={q} maxLength={128} autoFocus={q === ''} required />
        </label>
        <Button type="submit" className="button button--main">
          {t('screen.search')}
        </Button>
      </form>
      {q !== '' && <Waiting error={error} there={data !== undefined} />}
      {data !== undefined && found.length === 0 && <p className="empty">{t('search.nothing')}</p>}
      {found.length > 0 && (
        <Table heads={(['kind', 'id', 'account'] as const).map((name) => t(`found.${name}`))} box={box}>
          {found.map((one, i) => (
            <tr key={`${one.kind} ${one.id}`}>
              <td data-label={t('found.kind')}>{t(`found.is.${one.kind}`)}</td>
              <td data-label={t('found.id')}>
                <Link href={toOf(one)} data-row={i} onFocus={() => onFocus(i)}>
                  <Foreign text={one.id} most={64} closed />
                </Link>
              </td>
              <td data-label={t('found.account')}>
                <AccountName id={one.account} />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}
