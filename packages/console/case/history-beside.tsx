/** What followed from rulings, and what became of a case's evidence and referrals, as lines of its history: the step in words, and a way to what it is about. */
import type { CaseEvent } from '@kith/contract';
import { Link } from 'wouter';
import { useWords } from '../words/use-words.tsx';

/** Kinds of lines that are read from a record of their own: nothing of what is to be judged changes by them. */
const BESIDE = ['enforcement', 'statement', 'referral', 'evidence', 'preservation'] as const;
type BesideEvent = CaseEvent & { kind: (typeof BESIDE)[number] };

export const isBeside = (event: CaseEvent): event is BesideEvent => BESIDE.some((kind) => kind === event.kind);

/** @param about the case that is looked at */
export function Beside({ event, about }: { event: BesideEvent; about: string }) {
  switch (event.kind) {
    case 'enforcement':
      return <Enforced detail={event.detail} />;
    case 'statement':
      return <Told detail={event.detail} />;
    case 'referral':
      return <Referral detail={event.detail} />;
    case 'evidence':
      return <Evidence detail={event.detail} about={about} />;
    case 'preservation':
      return <Preservation detail={event.detail} />;
    default:
      return event.kind satisfies never;
  }
}

type Line = Pick<CaseEvent, 'detail'>;

function Enforced({ detail: { what, measure } }: Line) {
  const { t, named } = useWords();
  return `${t(what === 'applied' ? 'history.enforced.applied' : 'history.enforced.requested')}: ${named('enforced', String(measure))}`;
}

function Told({ detail: { what } }: Line) {
  const { t } = useWords();
  return t(what === 'held' ? 'history.told.held' : 'history.told.sent');
}

function Referral({ detail: { what, referral, authority } }: Line) {
  const { t, named } = useWords();
  return (
    <>
      <Link href={`/referral/${encodeURIComponent(String(referral))}`}>{t('history.referral')}</Link> (
      {named('referral.to', String(authority))}): {named('referral.step', String(what))}
    </>
  );
}

function Evidence({ detail: { what, pieces, from, until }, about }: Line & { about: string }) {
  const { t, named, moment } = useWords();
  const said = [
    typeof pieces === 'number' ? t('history.pieces', { count: pieces }) : null,
    named('custody', String(what)),
    from === 'platform' || from === 'operator' ? t(`history.from.${from}`) : null,
    typeof until === 'string' ? t('history.until', { when: moment(until) }) : null,
  ];
  return (
    <>
      <Link href={`/case/${encodeURIComponent(about)}/evidence`}>{t('history.evidence')}</Link>:{' '}
      {said.filter((one) => one !== null).join(', ')}
    </>
  );
}

function Preservation({ detail: { what, why, accounts, messages, media } }: Line) {
  const { t, named } = useWords();
  if (what === 'asked') return `${t('history.preservation')} (${named('preservation.why', String(why))})`;
  const given = { accounts: Number(accounts), messages: Number(messages), media: Number(media) };
  return `${t('preservation.state.done')}: ${t('history.given', given)}`;
}
