/** Which case another goes into: found by whom it is about, not by an identifier that nobody knows. */
import type { CaseView, SearchView } from '@kith/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useDesk } from '../api/use-api.tsx';
import { AccountName } from '../foreign/foreign.tsx';
import { useWords } from '../words/use-words.tsx';

interface MergeChoiceProps {
  view: CaseView;
  /** the id of the case that is chosen; empty where none is */
  value: string;
  onChange(id: string): void;
}

export function MergeChoice({ view, value, onChange }: MergeChoiceProps) {
  const { t } = useWords();
  const { api } = useDesk();
  const [q, setQ] = useState('');
  const { data } = useQuery({
    queryKey: ['search', q],
    queryFn: () => api.get<SearchView>('/v1/search', { q }),
    enabled: q !== '',
  });
  const others = othersIn(data?.found ?? [], view.id);
  return (
    <>
      <label className="form__row">
        {t('merge.find')}
        <input
          className="field"
          type="search"
          maxLength={128}
          value={q}
          onChange={(event) => {
            setQ(event.target.value.trim());
            onChange('');
          }}
        />
      </label>
      {data !== undefined && q !== '' && others.length === 0 && <p role="status">{t('merge.none')}</p>}
      {others.length > 0 && (
        <fieldset className="choice">
          <legend>{t('merge.choose')}</legend>
          {others.map(({ id, account }) => (
            <label key={id} className="check">
              <input type="radio" name="into" checked={value === id} onChange={() => onChange(id)} required />
              <AccountName id={account} />
            </label>
          ))}
        </fieldset>
      )}
    </>
  );
}

/** Each case once, without the one that is merged. */
function othersIn(found: SearchView['found'], but: string): { id: string; account: string }[] {
  const cases = new Map(found.flatMap(({ case: id, account }) => (id === null ? [] : [[id, account] as const])));
  cases.delete(but);
  return [...cases].map(([id, account]) => ({ id, account }));
}
