/** Which lines are shown: to what was done, by whom, what. Whatever can be chosen is there to be chosen. */
import type { FormEvent } from 'react';
import { Button } from 'react-aria-components';
import { useWords } from '../words/use-words.tsx';
import { useActor } from './use-actor.ts';
import { useChoices } from './use-choices.ts';

const FILTERS = ['subject', 'by', 'action'] as const;
type Filter = Readonly<Record<(typeof FILTERS)[number], string | null>>;
/** How a subject begins; its identifier follows. */
const SUBJECTS = [
  ...(['case', 'account', 'report', 'ruling', 'appeal', 'enforcement', 'statement'] as const),
  ...(['staff', 'session', 'invitation', 'key', 'policy', 'webhook', 'outbox', 'day', 'known_list', 'media'] as const),
];

export function AuditFilters({ filter, onLook }: { filter: Filter; onLook(set: string[][]): void }) {
  const { t, named } = useWords();
  const { data } = useChoices();
  const actorOf = useActor();
  function look(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    onLook(
      FILTERS.flatMap((name) => {
        const value = given.get(name);
        return typeof value === 'string' && value !== '' ? [[name, value]] : [];
      }),
    );
  }
  const actions = (data?.actions ?? []).map((action) => ({ action, words: named('audit.did', action) }));
  return (
    <form className="filters" onSubmit={look}>
      <label className="filters__one">
        {t('audit.subject')}
        <input
          className="field"
          name="subject"
          list="audit-subjects"
          placeholder={t('audit.subjectHow')}
          defaultValue={filter.subject ?? ''}
        />
      </label>
      <datalist id="audit-subjects">
        {SUBJECTS.map((kind) => (
          <option key={kind} value={kind === 'outbox' ? kind : `${kind}:`}>
            {t(`audit.kind.${kind}`)}
          </option>
        ))}
      </datalist>
      <label className="filters__one">
        {t('audit.by')}
        {/* what was chosen must be there before it has come */}
        <select className="field" name="by" defaultValue={filter.by ?? ''} key={`by ${data === undefined}`}>
          <option value="">{t('audit.anybody')}</option>
          {(data?.by ?? []).map(({ by }) => (
            <option key={by} value={by}>
              {actorOf(by)}
            </option>
          ))}
        </select>
      </label>
      <label className="filters__one">
        {t('audit.action')}
        <select className="field" name="action" defaultValue={filter.action ?? ''} key={`did ${data === undefined}`}>
          <option value="">{t('audit.anything')}</option>
          {actions
            .toSorted((a, b) => a.words.localeCompare(b.words))
            .map(({ action, words }) => (
              <option key={action} value={action}>
                {words}
              </option>
            ))}
        </select>
      </label>
      <Button type="submit" className="button button--plain">
        {t('audit.look')}
      </Button>
    </form>
  );
}
