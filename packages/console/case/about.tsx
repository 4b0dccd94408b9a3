/** Stays in view beside the conversation: ages, what is known of the contact, why the risk is what it is. */
import type { CaseContact, CaseView } from '@kith/contract';
import { AccountName, Foreign } from '../foreign/foreign.tsx';
import { MINUTES_MS, useNowMs } from '../shell/clock.ts';
import { useWords } from '../words/use-words.tsx';
import { ContactGraph } from './contact-graph.tsx';
import type { RestsOnProps } from './rests-on.tsx';
import { RiskBars } from './risk-bars.tsx';

interface AboutProps {
  view: CaseView;
  chosen: string | null;
  onChoose(account: string): void;
  onGo: RestsOnProps['onGo'];
}

export function About({ view, chosen, onChoose, onGo }: AboutProps) {
  const { t } = useWords();
  const contact = view.contacts.find(({ account }) => account === chosen) ?? null;
  return (
    <aside className="about" aria-label={t('about.title')}>
      {contact !== null && <Pair view={view} contact={contact} />}
      <section className="part">
        <h2>{t('priority.title')}</h2>
        <ul className="whys">
          {view.why.map(({ factor, points, words }) => (
            <li key={factor}>
              <PriorityPoints points={points} /> <Foreign text={words} most={200} />
            </li>
          ))}
        </ul>
      </section>
      <RiskBars view={view} onGo={onGo} />
      {view.contacts.length > 0 && <ContactGraph view={view} chosen={chosen} onChoose={onChoose} />}
    </aside>
  );
}

function PriorityPoints({ points }: { points: number }) {
  const { number } = useWords();
  return <b className="whys__points">{number(Math.round(points))}</b>;
}

/** The two and their history, in words: pinned, so that nobody forgets who is how old while reading. */
function Pair({ view, contact }: { view: CaseView; contact: CaseContact }) {
  const { t, ago, moment } = useWords();
  const now_ms = useNowMs(MINUTES_MS);
  return (
    <section className="pair">
      <h2 className="unseen">{t('pair.title')}</h2>
      <p className="pair__one">
        <AccountName id={view.account} /> <b>{t(`age.${view.ageBand}`)}</b>
      </p>
      <p className="pair__one pair__one--other">
        <span aria-hidden="true">→ </span>
        <AccountName id={contact.account} /> <b>{t(`age.${contact.ageBand}`)}</b>
      </p>
      <ul className="facts facts--lines">
        <li>{t(contact.connected ? 'pair.connected' : 'pair.notConnected')}</li>
        <li>{t('pair.messages', { sent: contact.messages, replies: contact.replies })}</li>
        {contact.asked && !contact.connected && <li>{t('pair.asked')}</li>}
        {contact.withheld > 0 && <li>{t('pair.withheld', { count: contact.withheld })}</li>}
        {contact.firstAt !== null && (
          <li title={moment(contact.firstAt)}>{t('pair.first', { when: ago(contact.firstAt, now_ms) })}</li>
        )}
        {contact.lastAt !== null && (
          <li title={moment(contact.lastAt)}>{t('pair.last', { when: ago(contact.lastAt, now_ms) })}</li>
        )}
        {contact.blocked && <li>{t('pair.blocked')}</li>}
        {contact.reported && <li>{t('pair.reported')}</li>}
      </ul>
    </section>
  );
}
