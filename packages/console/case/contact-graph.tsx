import type { CaseContact, CaseView } from '@kith/contract';
import { Button } from 'react-aria-components';
import { AccountName } from '../foreign/foreign.tsx';
import { ActionButton } from '../shell/action-button.tsx';
import { useWords } from '../words/use-words.tsx';
import { GRAPH, placed } from './graph.ts';

interface ContactGraphProps {
  view: CaseView;
  chosen: string | null;
  onChoose(account: string): void;
}

/** Names that are shown at once; the rest opens. */
const NAMES_SHOWN = 6;

/** A drawing for a glance, and the same as a list that can be read and pressed. */
export function ContactGraph({ view, chosen, onChoose }: ContactGraphProps) {
  const { t } = useWords();
  const nodes = placed(view.contacts);
  const middle = { x: GRAPH.width / 2, y: GRAPH.height / 2 };
  const list = (some: readonly CaseContact[]) => (
    <ul className="contacts">
      {some.map((contact) => (
        <li key={contact.account}>
          <Button
            className="contact"
            aria-pressed={contact.account === chosen}
            onPress={() => onChoose(contact.account)}
          >
            <AccountName id={contact.account} closed /> <span>{t(`age.${contact.ageBand}`)}</span>
            <span className="quiet">{t('contacts.messages', { count: contact.messages })}</span>
            {contact.codes.length > 0 && <Seen count={contact.codes.length} />}
          </Button>
        </li>
      ))}
    </ul>
  );
  return (
    <section className="part">
      <h2>{t('contacts.title', { count: view.contacts.length })}</h2>
      <svg className="graph" viewBox={`0 0 ${GRAPH.width} ${GRAPH.height}`} aria-hidden="true">
        {nodes.map(({ contact, x, y }) => (
          <line
            key={contact.account}
            x1={middle.x}
            y1={middle.y}
            x2={x}
            y2={y}
            className={contact.connected ? 'graph__line' : 'graph__line graph__line--stranger'}
          />
        ))}
        <rect x={middle.x - 7} y={middle.y - 7} width="14" height="14" className="graph__account" />
        {nodes.map(({ contact, x, y, size }) => (
          <g
            key={contact.account}
            className={contact.account === chosen ? 'graph__node graph__node--chosen' : 'graph__node'}
          >
            <circle cx={x} cy={y} r={size} className={`graph__dot graph__dot--${contact.level}`} />
            {contact.codes.length > 0 && <path d={`M${x - 3} ${y + 3}v-7h6l-2 2 2 2h-5`} className="graph__flag" />}
          </g>
        ))}
      </svg>
      <p className="quiet graph__key">{t('contacts.key')}</p>
      {list(view.contacts.slice(0, NAMES_SHOWN))}
      {view.contacts.length > NAMES_SHOWN && (
        <details>
          <summary>{t('contacts.more', { count: view.contacts.length - NAMES_SHOWN })}</summary>
          {list(view.contacts.slice(NAMES_SHOWN))}
        </details>
      )}
      <p className="buttons">
        <ActionButton id="case.next-contact" look="quiet" />
      </p>
    </section>
  );
}

function Seen({ count }: { count: number }) {
  const { t } = useWords();
  return (
    <span className="mark">
      <EvidenceIcon />
      {t('contacts.codes', { count })}
    </span>
  );
}

/** A flag. Evidence is always named beside it. */
export function EvidenceIcon() {
  return (
    <svg className="icon" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      <path d="M2.5 11.5v-10h7l-2 2.5 2 2.5h-6" />
    </svg>
  );
}
