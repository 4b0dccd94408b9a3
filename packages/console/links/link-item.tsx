import type { LinkEdge } from '@kith/contract';
import { useId } from 'react';
import { Button } from 'react-aria-components';
import { Bars } from '../case/bars.tsx';
import { Foreign } from '../foreign/foreign.tsx';
import { Level } from '../queue/level.tsx';
import { ActionButton } from '../shell/action-button.tsx';
import { useWords } from '../words/use-words.tsx';
import { Numbered } from './numbered.tsx';
import { edgeKey, type Placed } from './placing.ts';

interface LinkItemProps {
  edge: LinkEdge;
  placed: readonly Placed[];
  open: boolean;
  onToggle(): void;
}

/** One link: who is taken for whom, how likely, and, where it is open, why and what can be said of it. */
export function LinkItem({ edge, placed, open, onToggle }: LinkItemProps) {
  const { t, points, moment } = useWords();
  const inside = useId();
  const { judged } = edge;
  const most = Math.max(1, ...edge.reasons.map((reason) => Math.abs(reason.points)));
  return (
    <li className="link-item" data-state={edge.state}>
      <Button
        className="link-item__head"
        aria-expanded={open}
        aria-controls={open ? inside : undefined}
        onPress={onToggle}
        data-link={edgeKey(edge)}
      >
        <span className="link-item__who">
          <Numbered id={edge.actor} placed={placed} /> <span className="quiet">{t('links.takenFor')}</span>{' '}
          <Numbered id={edge.other} placed={placed} />
        </span>
        <span className="link-item__what">
          <span className={edge.state === 'seen' ? 'tag' : 'tag tag--said'}>{t(`links.state.${edge.state}`)}</span>
          <Level level={edge.level} />
          <span>{t('links.points', { points: points(edge.points) })}</span>
        </span>
      </Button>
      {open && (
        <div className="link-item__inside" id={inside}>
          <ul className="facts facts--lines">
            <li>{t('links.weighed', { when: moment(edge.at) })}</li>
            {edge.byDevice && <li>{t(edge.state === 'cut' ? 'links.byDeviceCut' : 'links.byDevice')}</li>}
            {judged !== null && <li>{t(`links.judged.${edge.state}`, { by: judged.by, when: moment(judged.at) })}</li>}
          </ul>
          {judged !== null && judged.note !== null && (
            <blockquote className="quoted">
              <Foreign text={judged.note} lines />
            </blockquote>
          )}
          <h3>{t('links.why')}</h3>
          {edge.reasons.length === 0 ? (
            <p className="quiet">{t('links.noReasons')}</p>
          ) : (
            <>
              <Bars most={most} terms={edge.reasons.map((reason) => ({ ...reason, key: reason.term }))} />
              <p className="quiet">{t('links.now')}</p>
            </>
          )}
          <p className="buttons">
            <ActionButton id="link.confirmed" />
            <ActionButton id="link.cut" />
            <ActionButton id="link.take-back" look="quiet" />
          </p>
        </div>
      )}
    </li>
  );
}
