import { type KeyboardEvent, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Action } from '../actions/action.ts';
import { chordOf, keyOf, refusal } from '../actions/keys.ts';
import { ACTIONS, actionById } from '../actions/registry.ts';
import { useMay } from '../api/use-api.tsx';
import { Chord } from '../shell/action-button.tsx';
import { usePreferences } from '../shell/use-preferences.tsx';
import { useWords } from '../words/use-words.tsx';

/** Every action with its key, to be changed by pressing another. One that another action has in the same place is refused. */
export function KeySettings() {
  const { t } = useWords();
  const may = useMay();
  const { preferences, prefer } = usePreferences();
  const mine = ACTIONS.filter(({ needs }) => needs === null || may(needs));
  return (
    <section className="part">
      <h2>{t('keys.title')}</h2>
      <label className="check">
        <input
          type="checkbox"
          checked={preferences.singleKeys}
          onChange={(event) => prefer({ singleKeys: event.target.checked })}
        />
        {t('settings.singleKeys')}
      </label>
      <p className="quiet">{t('settings.keysHow')}</p>
      <ul className="key-settings">
        {mine.map((action) => (
          <KeyRow key={action.id} action={action} />
        ))}
      </ul>
      <p>
        <Button className="button button--plain" onPress={() => prefer({ keys: {} })}>
          {t('settings.keysReset')}
        </Button>
      </p>
    </section>
  );
}

function KeyRow({ action }: { action: Action }) {
  const { t } = useWords();
  const { preferences, prefer } = usePreferences();
  const [listening, setListening] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { keys } = preferences;
  const key = keyOf(action, keys);

  function typed(event: KeyboardEvent) {
    const chord = chordOf(event);
    if (chord === null || chord === 'tab' || chord === 'shift+tab') return;
    event.preventDefault();
    event.stopPropagation();
    setListening(false);
    if (chord === 'escape') return;
    if (chord === 'backspace' || chord === 'delete') return prefer({ keys: { ...keys, [action.id]: null } });
    const refused = refusal(ACTIONS, keys, action.id, chord);
    if (refused === null) {
      setProblem(null);
      return prefer({ keys: { ...keys, [action.id]: chord } });
    }
    const why = refused.why === 'taken' ? t('settings.keyTaken') : t(actionById(refused.with).label);
    setProblem(refused.why === 'taken' ? why : t('settings.keyClash', { action: why }));
  }
  return (
    <li className="key-settings__row">
      <span id={`key ${action.id}`}>{t(action.label)}</span>
      <button
        type="button"
        className="button button--plain"
        aria-describedby={`key ${action.id}`}
        onClick={() => setListening(true)}
        onBlur={() => setListening(false)}
        onKeyDown={listening ? typed : undefined}
      >
        {listening ? t('settings.press') : key === null ? t('settings.noKey') : <Chord chord={key} />}
      </button>
      {problem !== null && (
        <span role="alert" className="alarm">
          {problem}
        </span>
      )}
    </li>
  );
}
