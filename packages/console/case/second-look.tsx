import type { RulingView, StandingChange } from '@kith/contract';
import { Foreign } from '../foreign/foreign.tsx';
import { ActionButton } from '../shell/action-button.tsx';
import { useWords } from '../words/use-words.tsx';
import { PolicyWords } from './policy-words.tsx';
import type { NamedPolicy } from './ruling.ts';

/** What the first person proposes, for the second one to agree with or not. */
export function SecondLook({ ruling, policies }: { ruling: RulingView; policies: readonly NamedPolicy[] }) {
  const { t, language, moment } = useWords();
  const policy = policies.find(({ id }) => id === ruling.policy);
  return (
    <section className="part judging judging--open" aria-labelledby="judging-title">
      <h2 id="judging-title">{t('second.title')}</h2>
      <p>{t('second.proposed', { by: ruling.by, when: moment(ruling.at) })}</p>
      {ruling.measures.map((kind) => (
        <p key={kind}>{t(`will.${kind}`, { count: ruling.content.length })}</p>
      ))}
      <ul className="facts facts--lines">
        <li>{t('judging.under', { policy: policy?.title[language] ?? ruling.policy })}</li>
        {ruling.statement !== null && (
          <li>{t(ruling.statement.state === 'held' ? 'judging.notTold' : 'judging.told')}</li>
        )}
        {ruling.refer && <li>{t('judging.refer')}</li>}
      </ul>
      <blockquote className="quoted">
        <Foreign text={ruling.reason} lines />
      </blockquote>
      <PolicyWords policy={policy ?? null} chosen={ruling.measures} />
      {ruling.standingChanged !== null && <Changed change={ruling.standingChanged} />}
      <p className="quiet">{t('second.look')}</p>
      <p className="buttons">
        <ActionButton id="ruling.confirm" look="main" />
        <ActionButton id="ruling.disagree" />
      </p>
    </section>
  );
}

/** What holds of the account by now is not what the first person saw. */
function Changed({ change: { now } }: { change: StandingChange }) {
  const { t, moment } = useWords();
  return (
    <p className="changed" role="alert">
      {now === null
        ? t('second.changedBack')
        : t('second.changed', {
            what: t(`enforced.${now.kind}`),
            when: moment(now.at),
            by: t(`changedBy.${now.source}`),
          })}
    </p>
  );
}
