/** What became of a case's evidence and of its referrals, as lines of its history: the step in words, and a way to what it is about. */
import type { CaseEvent } from '@kith/contract';
import { Link } from 'wouter';
import { useWords } from '../words/use-words.tsx';

type Kind = 'referral' | 'evidence' | 'preservation';
type BesideEvent = CaseEvent & { kind: Kind };

export const isBeside = (event: CaseEvent): event is BesideEvent =>
  event.kind === 'referral' || event.kind === 'evidence' || event.kind === 'preservation';

/** @param about the case that is looked at */
export function Beside({ event, about }: { event: BesideEvent; about: string }) {
  switch (event.kind) {
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

type Told = Pick<CaseEvent, 'detail'>;

function Referral({ detail: { what, referral, authority } }: Told) {
  const { t, named } = useWords();
  return (
    <>
      <Link href={`/referral/${encodeURIComponent(String(referral))}`}>{t('history.referral')}</Link> (
      {named('referral.to', String(authority))}): {named('referral.step', String(what))}
    </>
  );
}

function Evidence({ detail: { what, pieces, from, until }, about }: Told & { about: string }) {
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

function Preservation({ detail: { what, why, accounts, messages, media } }: Told) {
  const { t, named } = useWords();
  if (what === 'asked') return `${t('history.preservation')} (${named('preservation.why', String(why))})`;
  const given = { accounts: Number(accounts), messages: Number(messages), media: Number(media) };
  return `${t('preservation.state.done')}: ${t('history.given', given)}`;
}
