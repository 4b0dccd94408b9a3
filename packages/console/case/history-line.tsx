/** One line of a case's history: what happened, by whom, and what is to be said of it. */
import type { CaseEvent, Risk } from '@kith/contract';
import { Link } from 'wouter';
import { KINDS } from '../actions/choose-kind.ts';
import { Foreign } from '../foreign/foreign.tsx';
import { usePolicies } from '../policy/use-policies.ts';
import { useWords } from '../words/use-words.tsx';
import { Beside, isBeside } from './history-beside.tsx';

/** Names of details that have words; others are shown as they are. */
const worded = ['level', 'score', 'category', 'rule', 'words', 'to', 'case', 'account', 'into', 'measures'] as const;
const isNamed = (name: string): name is (typeof worded)[number] => worded.some((one) => one === name);
/** What is no news to anybody: the ids of a ruling, an appeal and a report, and that nobody was referred. */
const isUnsaid = (name: string, value: unknown): boolean =>
  ['ruling', 'appeal', 'report'].includes(name) || (name === 'refer' && value === false);
const levels = ['none', 'low', 'medium', 'high'] as const satisfies readonly Risk[];
const levelOf = (value: unknown): Risk | undefined => levels.find((level) => level === value);
/** The log has them as one text. */
const measuresOf = (value: unknown) => {
  const names = String(value).split(' ');
  return KINDS.filter((kind) => names.includes(kind));
};

function Detail({ name, value }: { name: string; value: unknown }) {
  const { t, named, number } = useWords();
  if (name === 'policy') return <Under policy={String(value)} />;
  if (name === 'refer') return t('judging.refer');
  if (name === 'outcome') return named('history.outcome', String(value));
  const what = isNamed(name) ? t(`history.detail.${name}`) : name;
  if (name === 'level') return `${what} ${t(`risk.${levelOf(value) ?? 'none'}`)}`;
  if (name === 'measures') {
    return `${what} ${measuresOf(value)
      .map((kind) => t(`kind.${kind}`))
      .join(' + ')}`;
  }
  if (name === 'case' || name === 'into') {
    return <Link href={`/case/${encodeURIComponent(String(value))}`}>{what}</Link>;
  }
  return (
    <>
      {what} <Foreign text={typeof value === 'number' ? number(value) : String(value)} most={80} />
    </>
  );
}

/** A named policy by its title; one that has been taken out of the policy file since, by its name there. */
function Under({ policy }: { policy: string }) {
  const { t, language } = useWords();
  const title = usePolicies().data?.policies.find(({ id }) => id === policy)?.title[language];
  return (
    <>
      {t('history.detail.policy')} {title ?? <Foreign text={policy} most={80} />}
    </>
  );
}

/** @param about the case that is looked at */
export function HistoryLine({ event, about }: { event: CaseEvent; about: string }) {
  const { t, moment } = useWords();
  // what opened it is the next line
  const said = event.kind === 'opened' || isBeside(event) ? [] : Object.entries(event.detail);
  const detail = said.filter(([name, value]) => value !== null && value !== '' && !isUnsaid(name, value));
  return (
    <li>
      <p>
        <time dateTime={event.at} className="quiet">
          {moment(event.at)}
        </time>{' '}
        {isBeside(event) ? <Beside event={event} about={about} /> : t(`history.${event.kind}`)}
        {event.by !== null && <> · {event.by}</>}
      </p>
      {detail.length > 0 && (
        <p className="quiet history__detail">
          {detail.map(([name, value]) => (
            <span key={name}>
              <Detail name={name} value={value} />
            </span>
          ))}
        </p>
      )}
      {event.note !== null && (
        <blockquote className="quoted">
          <Foreign text={event.note} lines />
        </blockquote>
      )}
    </li>
  );
}
