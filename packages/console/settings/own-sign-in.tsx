/** How somebody signs in, and by which name others know them. */
import type { OwnPasskeys, PseudonymView } from '@kith/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from 'react-aria-components';
import { address } from '../api/http.ts';
import { useDesk } from '../api/use-api.tsx';
import { notices } from '../shell/notices.ts';
import { useSay } from '../shell/use-say.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/use-words.tsx';
import { FreshNeeded } from './fresh-needed.tsx';

export function OwnSignIn() {
  const { t } = useWords();
  return (
    <section className="part">
      <h2>{t('own.signIn')}</h2>
      <FreshNeeded />
      <Passkeys />
      <Pseudonym />
    </section>
  );
}

function Passkeys() {
  const { t, moment } = useWords();
  const { api } = useDesk();
  const say = useSay();
  const queries = useQueryClient();
  const { data, error } = useQuery({
    queryKey: ['own passkeys'],
    queryFn: () => api.get<OwnPasskeys>('/v1/session/passkeys'),
  });
  const again = () => void queries.invalidateQueries({ queryKey: ['own passkeys'] });
  async function add() {
    try {
      const { options } = await api.post<ToMake>('/v1/session/passkeys/options');
      const passkey = await madePasskey(options);
      if (passkey === null) return notices.wrong(t('own.notMade'));
      await api.post('/v1/session/passkeys', { passkey });
      say.done('own.added');
    } catch (problem) {
      say.problem(problem);
    } finally {
      again();
    }
  }
  function remove(id: string) {
    api
      .delete(address('session', 'passkeys', id))
      .then(() => say.done('own.removed'), say.problem)
      .finally(again);
  }
  if (data === undefined) return <Waiting error={error} there={false} />;
  if (data.fromProvider) return <p>{t('own.fromProvider')}</p>;
  return (
    <>
      <ul className="facts facts--lines">
        {data.passkeys.map(({ id, addedAt, usedAt }) => (
          <li key={id}>
            {t('own.passkey', { when: moment(addedAt) })},{' '}
            <span className="quiet">{usedAt === null ? t('own.unused') : t('own.used', { when: moment(usedAt) })}</span>{' '}
            {data.passkeys.length > 1 && (
              <Button className="link" onPress={() => remove(id)}>
                {t('own.remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {data.passkeys.length === 1 && <p className="quiet">{t('own.one')}</p>}
      <p>
        <Button className="button button--plain" onPress={() => void add()}>
          {t('own.add')}
        </Button>
      </p>
    </>
  );
}

/** What the server gives a browser to make a passkey of (contract: AnotherPasskey). */
interface ToMake {
  options: PublicKeyCredentialCreationOptionsJSON;
}

/** null where the person or the device made none. */
async function madePasskey(options: ToMake['options']): Promise<object | null> {
  try {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    const made = await navigator.credentials.create({ publicKey });
    return made instanceof PublicKeyCredential ? made.toJSON() : null;
  } catch {
    return null;
  }
}

function Pseudonym() {
  const { t } = useWords();
  const { api, session, renamed } = useDesk();
  const say = useSay();
  const [pseudonym, setPseudonym] = useState(session.pseudonym);
  function submit(event: FormEvent) {
    event.preventDefault();
    api.put<PseudonymView>('/v1/session/pseudonym', { pseudonym }).then((kept) => {
      renamed(kept.pseudonym);
      say.done('own.renamed', { pseudonym: kept.pseudonym });
    }, say.problem);
  }
  return (
    <form className="filters" onSubmit={submit}>
      <label className="filters__one">
        {t('own.pseudonym')}
        <input
          className="field"
          value={pseudonym}
          maxLength={64}
          autoComplete="off"
          onChange={(event) => setPseudonym(event.target.value)}
          required
        />
        <span className="quiet">{t('own.pseudonymHow')}</span>
      </label>
      <Button type="submit" className="button button--plain" isDisabled={pseudonym.trim() === ''}>
        {t('own.rename')}
      </Button>
    </form>
  );
}
