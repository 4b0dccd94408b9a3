/** When something was seen, and in which messages. What they say is a look at evidence, which opens by itself. */
import type { RiskContribution } from '@kith/contract';
import { Button } from 'react-aria-components';
import { AccountName, Foreign } from '../foreign/foreign.tsx';
import { useWords } from '../words/use-words.tsx';
import type { Stop } from './signals.ts';

export interface RestsOnProps {
  term: Pick<RiskContribution, 'since' | 'at' | 'seen'>;
  /** goes to a message of a conversation that is on the screen; absent where there is none */
  onGo?: ((stop: Pick<Stop, 'other' | 'message' | 'at'>) => void) | undefined;
}

export function RestsOn({ term: { since, at, seen = [] }, onGo }: RestsOnProps) {
  const { t } = useWords();
  if (since === undefined && at === undefined) return null;
  if (seen.length === 0) {
    return (
      <p className="rests quiet">
        <Times since={since} at={at} />
      </p>
    );
  }
  return (
    <details className="rests">
      <summary>{t('rests.title')}</summary>
      <p className="quiet">
        <Times since={since} at={at} />
      </p>
      <ul className="facts facts--lines">
        {seen.map((one) => (
          <SeenIn key={one.event} seen={one} onGo={onGo} />
        ))}
      </ul>
    </details>
  );
}

function Times({ since, at }: Pick<RiskContribution, 'since' | 'at'>) {
  const { t, moment } = useWords();
  if (since === undefined) return at === undefined ? null : t('rests.at', { at: moment(at) });
  if (at === undefined || at === since) return t('rests.since', { since: moment(since) });
  return t('rests.between', { since: moment(since), at: moment(at) });
}

type SeenInProps = Pick<RestsOnProps, 'onGo'> & { seen: NonNullable<RiskContribution['seen']>[number] };

function SeenIn({ seen: { at, event, message, other }, onGo }: SeenInProps) {
  const { t, moment } = useWords();
  return (
    <li>
      {onGo !== undefined && message !== undefined && other !== undefined ? (
        <Button className="link" onPress={() => onGo({ other, message, at })}>
          {moment(at)}
        </Button>
      ) : (
        moment(at)
      )}{' '}
      · {t(message === undefined ? 'rests.event' : 'rests.message')} <Foreign text={message ?? event} most={ID_SHOWN} />
      {other !== undefined && (
        <>
          {' '}
          → <AccountName id={other} />
        </>
      )}
    </li>
  );
}
/** A UUID with a prefix is shown whole. */
const ID_SHOWN = 48;
