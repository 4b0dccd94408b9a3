/** Keys of the API: which service has which, making one and taking one away. */
import type { KeyMade, KeyScope, KeysView, KeyView } from '@kith/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from 'react-aria-components';
import { address } from '../api/http.ts';
import { useDesk, useMay } from '../api/use-api.tsx';
import { Foreign } from '../foreign/foreign.tsx';
import { FreshNeeded } from '../settings/fresh-needed.tsx';
import { useMode } from '../shell/now.ts';
import { Table } from '../shell/table.tsx';
import { useSay } from '../shell/use-say.ts';
import { useTitle } from '../shell/use-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/use-words.tsx';

export function KeysScreen() {
  const { t } = useWords();
  useTitle(t('screen.keys'));
  useMode('keys');
  const { api } = useDesk();
  const may = useMay();
  const { data, error } = useQuery({ queryKey: ['keys'], queryFn: () => api.get<KeysView>('/v1/keys') });
  return (
    <section className="page">
      <h1>{t('screen.keys')}</h1>
      <p className="quiet">{t('keysOf.how')}</p>
      <Waiting error={error} there={data !== undefined} />
      {data !== undefined && may('key.manage') && <Make scopes={data.scopes} />}
      {data !== undefined && data.keys.length === 0 && <p className="empty">{t('keysOf.empty')}</p>}
      {data !== undefined && data.keys.length > 0 && (
        <Table heads={(['name', 'scopes', 'id', 'since', 'state'] as const).map((name) => t(`keysOf.${name}`))}>
          {data.keys.map((key) => (
            <Row key={key.id} of={key} />
          ))}
        </Table>
      )}
    </section>
  );
}

function Row({ of: { id, name, scopes, createdAt, revokedAt } }: { of: KeyView }) {
  const { t, moment } = useWords();
  const { api } = useDesk();
  const may = useMay();
  const say = useSay();
  const queries = useQueryClient();
  const [sure, setSure] = useState(false);
  function revoke() {
    api
      .delete(address('keys', id))
      .catch(say.problem)
      .finally(() => void queries.invalidateQueries({ queryKey: ['keys'] }));
  }
  return (
    <tr>
      <td data-label={t('keysOf.name')}>
        <Foreign text={name} most={60} />
      </td>
      <td data-label={t('keysOf.scopes')}>{scopes.map((scope) => t(`scope.${scope}`)).join(', ')}</td>
      <td data-label={t('keysOf.id')}>
        <code>{id}</code>
      </td>
      <td data-label={t('keysOf.since')}>{moment(createdAt)}</td>
      <td data-label={t('keysOf.state')}>
        {revokedAt !== null && t('keysOf.revoked', { when: moment(revokedAt) })}
        {revokedAt === null && may('key.manage') && (
          <Button className="button button--plain" onPress={sure ? revoke : () => setSure(true)}>
            {t(sure ? 'keysOf.sure' : 'keysOf.revoke')}
          </Button>
        )}
      </td>
    </tr>
  );
}

/** Makes a key, which is shown once. */
function Make({ scopes }: { scopes: readonly KeyScope[] }) {
  const { t } = useWords();
  const { api } = useDesk();
  const say = useSay();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<readonly KeyScope[]>([]);
  const [made, setMade] = useState<KeyMade | null>(null);
  function submit(event: FormEvent) {
    event.preventDefault();
    api
      .post<KeyMade>('/v1/keys', { name, scopes: chosen })
      .then((key) => {
        setMade(key);
        setName('');
        setChosen([]);
      }, say.problem)
      .finally(() => void queries.invalidateQueries({ queryKey: ['keys'] }));
  }
  return (
    <details className="invite">
      <summary>{t('keysOf.make')}</summary>
      <form className="form" onSubmit={submit}>
        <FreshNeeded />
        <label className="form__row">
          {t('keysOf.name')}
          <input
            className="field"
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
            required
          />
        </label>
        <fieldset className="choice">
          <legend>{t('keysOf.scopes')}</legend>
          {scopes.map((scope) => (
            <label key={scope} className="check">
              <input
                type="checkbox"
                checked={chosen.includes(scope)}
                onChange={(event) =>
                  setChosen(scopes.filter((one) => (one === scope ? event.target.checked : chosen.includes(one))))
                }
              />
              {t(`scope.${scope}`)}
            </label>
          ))}
        </fieldset>
        <p>
          <Button type="submit" className="button button--main" isDisabled={name === '' || chosen.length === 0}>
            {t('keysOf.make')}
          </Button>
        </p>
      </form>
      {made !== null && (
        <p role="status">
          {t('keysOf.made')} <code className="code">{made.key}</code>
        </p>
      )}
    </details>
  );
}
