/** Who works with Kith: the one screen with more than pseudonyms' acts, for those who look after people. */
import type { InvitationMade, PeopleView, PersonView, StaffRole } from '@kith/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from 'react-aria-components';
import { address } from '../api/http.ts';
import { useDesk, useMay } from '../api/use-api.tsx';
import { useMode } from '../shell/now.ts';
import { Table } from '../shell/table.tsx';
import { useSay } from '../shell/use-say.ts';
import { useTitle } from '../shell/use-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/use-words.tsx';

const ROLES = ['moderator', 'senior', 'lead', 'compliance', 'administrator', 'auditor'] as const satisfies StaffRole[];

export function PeopleScreen() {
  const { t } = useWords();
  useTitle(t('screen.people'));
  useMode('people');
  const { api } = useDesk();
  const may = useMay();
  const { data, error } = useQuery({ queryKey: ['people'], queryFn: () => api.get<PeopleView>('/v1/people') });
  return (
    <section className="page">
      <h1>{t('screen.people')}</h1>
      <p className="quiet">{t('people.pseudonyms')}</p>
      <Waiting error={error} there={data !== undefined} />
      {may('people.manage') && <Invite />}
      {data !== undefined && (
        <>
          <Table heads={(['pseudonym', 'roles', 'since', 'state'] as const).map((name) => t(`people.${name}`))}>
            {data.people.map((person) => (
              <Person key={person.id} person={person} />
            ))}
          </Table>
          <Invitations invitations={data.invitations} />
        </>
      )}
    </section>
  );
}

function usePeopleWork() {
  const { api } = useDesk();
  const say = useSay();
  const queries = useQueryClient();
  return <T,>(ask: (api: ReturnType<typeof useDesk>['api']) => Promise<T>): Promise<T | null> =>
    ask(api)
      .catch((error: unknown) => {
        say.problem(error);
        return null;
      })
      .finally(() => void queries.invalidateQueries({ queryKey: ['people'] }));
}

function Person({ person }: { person: PersonView }) {
  const { t, day } = useWords();
  const { session } = useDesk();
  const may = useMay();
  const work = usePeopleWork();
  const disabled = person.disabledAt !== null;
  // nobody takes their own roles, or locks themselves out
  const mine = session.id === person.id;
  const [roles, setRoles] = useState<readonly StaffRole[] | null>(null);
  return (
    <tr>
      <td data-label={t('people.pseudonym')}>{person.pseudonym}</td>
      <td data-label={t('people.roles')}>
        {roles === null ? (
          person.roles.map((role) => t(`role.${role}`)).join(', ')
        ) : (
          <RoleChoice chosen={roles} onChange={setRoles} />
        )}
      </td>
      <td data-label={t('people.since')}>{day(person.since)}</td>
      <td data-label={t('people.state')}>
        {disabled && <span className="tag">{t('people.disabled')}</span>}
        {may('people.manage') && !mine && (
          <span className="buttons">
            {roles === null ? (
              <Button className="button button--plain" onPress={() => setRoles(person.roles)}>
                {t('people.change')}
              </Button>
            ) : (
              <Button
                className="button button--main"
                isDisabled={roles.length === 0}
                onPress={() => {
                  void work((api) => api.put(address('people', person.id, 'roles'), { roles })).then(() =>
                    setRoles(null),
                  );
                }}
              >
                {t('people.save')}
              </Button>
            )}
            <Button
              className="button button--plain"
              onPress={() =>
                void work((api) => api.post(address('people', person.id, disabled ? 'enable' : 'disable')))
              }
            >
              {t(disabled ? 'people.enable' : 'people.disable')}
            </Button>
          </span>
        )}
      </td>
    </tr>
  );
}

function RoleChoice({ chosen, onChange }: { chosen: readonly StaffRole[]; onChange(roles: StaffRole[]): void }) {
  const { t } = useWords();
  return (
    <fieldset className="choice">
      <legend className="unseen">{t('people.roles')}</legend>
      {ROLES.map((role) => (
        <label key={role} className="check">
          <input
            type="checkbox"
            checked={chosen.includes(role)}
            onChange={(event) =>
              onChange(ROLES.filter((one) => (one === role ? event.target.checked : chosen.includes(one))))
            }
          />
          {t(`role.${role}`)}
        </label>
      ))}
    </fieldset>
  );
}

/** Makes a link by which somebody joins. It is shown once. */
function Invite() {
  const { t } = useWords();
  const work = usePeopleWork();
  const [roles, setRoles] = useState<StaffRole[]>([]);
  const [made, setMade] = useState<InvitationMade | null>(null);
  function submit(event: FormEvent) {
    event.preventDefault();
    void work((api) => api.post<InvitationMade>('/v1/people/invitations', { roles })).then(setMade);
  }
  return (
    <details className="invite">
      <summary>{t('people.invite')}</summary>
      <form className="form" onSubmit={submit}>
        <RoleChoice chosen={roles} onChange={setRoles} />
        <p>
          <Button type="submit" className="button button--main" isDisabled={roles.length === 0}>
            {t('people.makeLink')}
          </Button>
        </p>
      </form>
      {made !== null && (
        <p role="status">
          {t('people.link')} <code className="code">{made.link}</code>
        </p>
      )}
    </details>
  );
}

function Invitations({ invitations }: { invitations: PeopleView['invitations'] }) {
  const { t, moment } = useWords();
  const may = useMay();
  const work = usePeopleWork();
  if (invitations.length === 0) return null;
  return (
    <section className="part">
      <h2>{t('people.waiting')}</h2>
      <ul className="facts facts--lines">
        {invitations.map((invitation) => (
          <li key={invitation.id}>
            {invitation.roles.length === 0
              ? t('people.passkey')
              : invitation.roles.map((role) => t(`role.${role}`)).join(', ')}{' '}
            {invitation.expiresAt !== null && (
              <span className="quiet">{t('people.until', { when: moment(invitation.expiresAt) })}</span>
            )}{' '}
            {may('people.manage') && (
              <Button
                className="link"
                onPress={() => void work((api) => api.delete(address('people', 'invitations', invitation.id)))}
              >
                {t('people.withdraw')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
