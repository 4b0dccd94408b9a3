/** The sheet of keys: what each does where one is, and everywhere. */
import { Button } from 'react-aria-components';
import type { Action } from '../actions/action.ts';
import { keyOf } from '../actions/keys.ts';
import { ACTIONS } from '../actions/registry.ts';
import { useWords } from '../words/use-words.tsx';
import { Chord } from './action-button.tsx';
import { Sheet } from './sheet.tsx';
import { useActions } from './use-actions.tsx';
import { usePreferences } from './use-preferences.tsx';

export function KeysSheet({ onClose }: { onClose(): void }) {
  const { t } = useWords();
  const { now } = useActions();
  const { preferences } = usePreferences();
  const mine = ACTIONS.filter(
    (action) => keyOf(action, preferences.keys) !== null && (action.needs === null || now.may(action.needs)),
  );
  const here = mine.filter(({ where }) => where !== 'anywhere' && where.includes(now.mode));
  const everywhere = mine.filter(({ where }) => where === 'anywhere');
  return (
    <Sheet title={t('keys.title')} onClose={onClose}>
      {!preferences.singleKeys && <p>{t('keys.off')}</p>}
      <KeyList title={t('keys.here')} actions={here} />
      <KeyList title={t('keys.everywhere')} actions={everywhere} />
      <p className="quiet">{t('keys.change')}</p>
      <Button slot="close" className="button button--plain">
        {t('sheet.close')}
      </Button>
    </Sheet>
  );
}

function KeyList({ title, actions }: { title: string; actions: readonly Action[] }) {
  const { t } = useWords();
  const { preferences } = usePreferences();
  if (actions.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <dl className="key-list">
        {actions.map((action) => (
          <div key={action.id}>
            <dt>
              <Chord chord={keyOf(action, preferences.keys) ?? ''} />
            </dt>
            <dd>{t(action.label)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
