/** What a changed policy would have made of what happened: what to think of it, then drawings and tables. */
import type { BacktestView } from '@kith/contract';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { AccountName, Foreign } from '../foreign/foreign.tsx';
import { Table } from '../shell/table.tsx';
import { useWords } from '../words/use-words.tsx';
import { AlertDays } from './alert-days.tsx';
import { BeforeAfter } from './before-after.tsx';

const OUTCOMES = ['allow', 'notice', 'confirm', 'hold', 'block'] as const;

export function BacktestResult({ result }: { result: BacktestView }) {
  const { t, number, moment } = useWords();
  const { before, after, alertsADay, accountsConcerned, first, last } = result;
  const over = alertsADay.after > alertsADay.budget;
  const perDay = {
    ...{ after: number(alertsADay.after), before: number(alertsADay.before), budget: number(alertsADay.budget) },
  };
  return (
    <section className="policy" aria-labelledby="result-title">
      <div role="status" className="part">
        <h2 id="result-title">{t('result.title', { after: after.version, before: before.version })}</h2>
        <p className={over ? 'alarm' : undefined}>{t(over ? 'result.over' : 'result.within', perDay)}</p>
      </div>
      <ul className="facts facts--lines">
        <li>
          {first === null || last === null
            ? t('result.nothing')
            : t('result.counted', {
                ...{ counted: number(result.counted), events: number(result.events) },
                ...{ first: moment(first), last: moment(last) },
              })}
        </li>
        <li>{t(result.whole ? 'result.whole' : 'result.partial')}</li>
        <li>
          {t('result.accounts', { count: accountsConcerned.count })}
          {accountsConcerned.some.length > 0 && <Some accounts={accountsConcerned.some} />}
        </li>
      </ul>
      <section className="part">
        <h2>{t('result.decisions')}</h2>
        <BeforeAfter
          name={t('result.outcome')}
          rows={OUTCOMES.map((outcome) => ({
            name: t(`outcome.${outcome}`),
            before: before.outcomes[outcome],
            after: after.outcomes[outcome],
          }))}
        />
      </section>
      <AlertDays result={result} />
      <section className="part">
        <h2>{t('result.cases')}</h2>
        <BeforeAfter name={t('result.queue')} rows={casesOf(result)} />
      </section>
      <Changes changes={result.changes} />
      <Rules result={result} />
    </section>
  );
}

function Some({ accounts }: { accounts: readonly string[] }) {
  const { t } = useWords();
  return (
    <>
      {' '}
      {t('result.some')}{' '}
      {accounts.map((account) => (
        <span key={account} className="pair-of">
          <Link href={`/account/${encodeURIComponent(account)}`}>
            <AccountName id={account} closed />
          </Link>
        </span>
      ))}
    </>
  );
}

function casesOf({ before, after }: BacktestView) {
  const words = new Map([...before.cases, ...after.cases].map(({ queue, queueWords }) => [queue, queueWords]));
  const of = (tally: BacktestView['before'], name: string) => tally.cases.find(({ queue }) => queue === name);
  return [...words].map(([queue, name]) => ({
    ...{ name, before: of(before, queue)?.cases ?? 0, after: of(after, queue)?.cases ?? 0 },
  }));
}

function Changes({ changes }: { changes: BacktestView['changes'] }) {
  const { t, number } = useWords();
  return (
    <Part title={t('result.changes')} heads={(['from', 'to', 'events'] as const).map((name) => t(`result.${name}`))}>
      {changes.map(({ from, to, events }) => (
        <tr key={`${from} ${to}`}>
          <td data-label={t('result.from')}>{t(`outcome.${from}`)}</td>
          <td data-label={t('result.to')}>{t(`outcome.${to}`)}</td>
          <td data-label={t('result.events')}>{number(events)}</td>
        </tr>
      ))}
    </Part>
  );
}

function Rules({ result: { before, after } }: { result: BacktestView }) {
  const { t, number } = useWords();
  const names = [...new Set([...after.rules, ...before.rules].map(({ rule }) => rule))];
  const heads = ['rule', 'mode', 'firedBefore', 'firedAfter', 'accountsMet', 'failedOn'] as const;
  return (
    <Part title={t('result.rules')} heads={heads.map((name) => t(`result.${name}`))}>
      {names.map((name) => {
        const [was, is] = [before, after].map(({ rules }) => rules.find(({ rule }) => rule === name));
        return (
          <tr key={name}>
            <td data-label={t('result.rule')}>
              <Foreign text={name} most={80} />
            </td>
            <td data-label={t('result.mode')}>{t(`result.mode.${is?.mode ?? 'gone'}`)}</td>
            <td data-label={t('result.firedBefore')}>{was === undefined ? '–' : number(was.events)}</td>
            <td data-label={t('result.firedAfter')}>{is === undefined ? '–' : number(is.events)}</td>
            <td data-label={t('result.accountsMet')}>{number(is?.accounts ?? 0)}</td>
            <td data-label={t('result.failedOn')}>{number(is?.failed ?? 0)}</td>
          </tr>
        );
      })}
    </Part>
  );
}

/** Nothing where there are no rows. */
function Part({ title, heads, children }: { title: string; heads: readonly string[]; children: readonly ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <section className="part">
      <h2>{title}</h2>
      <Table heads={heads}>{children}</Table>
    </section>
  );
}
