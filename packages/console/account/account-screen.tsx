/** What is known of an account, why its risk is what it is, its cases and contacts. */
import type { AccountOverview, CaseSummary } from '@kith/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { address } from '../api/http.ts';
import { useDesk } from '../api/use-api.tsx';
import { RiskBars } from '../case/risk-bars.tsx';
import { AccountName } from '../foreign/foreign.tsx';
import { plain } from '../foreign/pieces.ts';
import { Level } from '../queue/level.tsx';
import { useMode } from '../shell/now.ts';
import { useTitle } from '../shell/use-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/use-words.tsx';

export function AccountScreen({ id }: { id: string }) {
  const { t } = useWords();
  useTitle(t('account.title', { account: plain(id) }));
  useMode('account');
  const { api } = useDesk();
  const { data, error } = useQuery({
    queryKey: ['account', id],
    queryFn: () => api.get<AccountOverview>(address('accounts', id, 'overview')),
  });
  return (
    <section className="page">
      <h1>
        <AccountName id={id} />
      </h1>
      <Waiting error={error} there={data !== undefined} />
      {data !== undefined && (
        <div className="account-page">
          <Known account={data.account} country={data.countryWords} />
          <RiskBars view={data} />
          <Cases cases={data.cases} />
          <Contacts contacts={data.contacts} />
        </div>
      )}
    </section>
  );
}

function Known({ account, country }: { account: AccountOverview['account']; country: string | null }) {
  const { t, named, moment, number } = useWords();
  return (
    <section className="part">
      <h2>{t('account.known')}</h2>
      {account === null ? (
        <p className="quiet">{t('risk.unknown')}</p>
      ) : (
        <ul className="facts facts--lines">
          <li>
            {t('account.age', {
              method: named('age.method', account.age.method),
              sure: number(Math.round(account.age.confidence * 100)),
            })}
          </li>
          <li>{t('account.status', { status: named('status', account.status) })}</li>
          {account.createdAt !== undefined && <li>{t('account.created', { when: moment(account.createdAt) })}</li>}
          <li>{t('account.against', { count: account.childrenAgainst30d })}</li>
          {country !== null && <li>{t('account.country', { country })}</li>}
          {account.region !== undefined && <Region region={account.region} />}
        </ul>
      )}
    </section>
  );
}

/** A platform may name regions as it likes; those of ISO 3166-2 that we know have names. */
function Region({ region }: { region: string }) {
  const { t, named } = useWords();
  const known = named('region', region);
  if (known !== region) return <li>{t('account.region', { region: known })}</li>;
  return <li>{t('account.regionAs', { region: plain(region) })}</li>;
}

function Cases({ cases }: { cases: readonly CaseSummary[] }) {
  const { t, moment } = useWords();
  return (
    <section className="part">
      <h2>{t('account.cases', { count: cases.length })}</h2>
      <ul className="facts facts--lines">
        {cases.map((one) => (
          <li key={one.id}>
            <Link href={`/case/${encodeURIComponent(one.id)}`}>{moment(one.openedAt)}</Link> · {t(`state.${one.state}`)}{' '}
            · <Level level={one.level} /> · {one.queueWords}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Contacts({ contacts }: { contacts: AccountOverview['contacts'] }) {
  const { t } = useWords();
  return (
    <section className="part">
      <h2>{t('contacts.title', { count: contacts.length })}</h2>
      <ul className="facts facts--lines">
        {contacts.map((contact) => (
          <li key={contact.account}>
            <Link href={`/account/${encodeURIComponent(contact.account)}`}>
              <AccountName id={contact.account} closed />
            </Link>{' '}
            {t(`age.${contact.ageBand}`)} · {t('contacts.messages', { count: contact.messages })}
            {contact.codes.length > 0 && <> · {t('contacts.codes', { count: contact.codes.length })}</>}
          </li>
        ))}
      </ul>
    </section>
  );
}
