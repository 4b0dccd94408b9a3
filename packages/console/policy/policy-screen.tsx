/** The rules in force, what may be ruled under them, and those before. */
import type { PolicyInForce, PolicyVersionText } from '@kith/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { Link } from 'wouter';
import { address } from '../api/http.ts';
import { useDesk, useMay } from '../api/use-api.tsx';
import { Foreign } from '../foreign/foreign.tsx';
import { useMode } from '../shell/now.ts';
import { useTitle } from '../shell/use-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/use-words.tsx';
import { usePolicies } from './use-policies.ts';

/** UTF-16 code units of a policy that are shown at once: some twenty lines of each of its parts. */
const TEXT_SHOWN = 20_000;

export function PolicyScreen() {
  const { t, moment } = useWords();
  useTitle(t('screen.policy'));
  useMode('policy');
  const { api } = useDesk();
  const may = useMay();
  const { data, error } = useQuery({ queryKey: ['policy'], queryFn: () => api.get<PolicyInForce>('/v1/policy') });
  const [digest, setDigest] = useState<string | null>(null);
  const { data: before } = useQuery({
    queryKey: ['policy', digest],
    queryFn: () => api.get<PolicyVersionText>(address('policy', digest ?? '')),
    enabled: digest !== null,
  });
  return (
    <section className="page policy">
      <h1>{t('screen.policy')}</h1>
      <Waiting error={error} there={data !== undefined} />
      {data !== undefined && (
        <>
          <p>{t('policy.inForce', { version: data.version })}</p>
          {may('policy.try') && (
            <p>
              <Link href="/policy/try" className="button button--plain">
                {t('policy.tryIt')}
              </Link>
            </p>
          )}
          <Named />
          <section className="part">
            <h2>{t('policy.versions')}</h2>
            <ul className="facts facts--lines">
              {data.versions.map((one) => (
                <li key={one.digest}>
                  <Button className="link" aria-pressed={digest === one.digest} onPress={() => setDigest(one.digest)}>
                    {one.version} · {one.digest.slice(0, 12)}
                  </Button>{' '}
                  <span className="quiet">{t('policy.since', { when: moment(one.firstUsedAt) })}</span>
                </li>
              ))}
            </ul>
          </section>
          <section className="part">
            <h2>{before === undefined ? t('policy.text') : t('policy.textOf', { version: before.version })}</h2>
            {before !== undefined && before.text !== data.text && (
              <>
                <p>{t('policy.rollback')}</p>
                <pre className="code">{rollbackOf(before.version)}</pre>
              </>
            )}
            <pre className="code">
              <Foreign text={indented(before?.text ?? data.text)} lines most={TEXT_SHOWN} />
            </pre>
          </section>
        </>
      )}
    </section>
  );
}

/** A version may be any text: quoted as a shell takes it. */
const rollbackOf = (version: string): string =>
  `npx kith policy rollback '${version.replaceAll("'", String.raw`'\''`)}' --policy FILE`;

const indented = (json: string): string => JSON.stringify(JSON.parse(json), null, 2);

/** What may be ruled under which named policy, and what needs a second person. */
function Named() {
  const { t, language } = useWords();
  const { data } = usePolicies();
  if (data === undefined) return null;
  return (
    <section className="part">
      <h2>{t('policy.named')}</h2>
      <ul className="facts facts--lines">
        {data.policies.map((policy) => (
          <li key={policy.id}>
            <b>{policy.title[language]}</b> <span className="quiet">{policy.id}</span>
            <p>
              {policy.measures
                .map((kind) =>
                  policy.secondPerson.includes(kind)
                    ? t('policy.second', { measure: t(`kind.${kind}`) })
                    : t(`kind.${kind}`),
                )
                .join(' · ')}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
