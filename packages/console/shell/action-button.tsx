/** A button that runs an action of the registry, with its key. What one may not do isn't shown. */
import { Button } from 'react-aria-components';
import { keyOf, partsOf } from '../actions/keys.ts';
import { actionById } from '../actions/registry.ts';
import { useWords } from '../words/use-words.tsx';
import { useActions } from './use-actions.tsx';
import { usePreferences } from './use-preferences.tsx';

interface ActionButtonProps {
  id: string;
  /** look: `main` for what is meant to be done next, one at a time */
  look?: 'main' | 'plain' | 'quiet';
  /** shown while it can't be done, too */
  keep?: boolean;
}

export function ActionButton({ id, look = 'plain', keep = false }: ActionButtonProps) {
  const { t } = useWords();
  const { now, run } = useActions();
  const action = actionById(id);
  if (action.needs !== null && !now.may(action.needs)) return null;
  const applies = action.applies(now);
  if (!applies && !keep) return null;
  return (
    <Button className={`button button--${look}`} isDisabled={!applies} onPress={() => run(action)} data-action={id}>
      {t(action.label)}
      <KeyHint id={id} />
    </Button>
  );
}

/** The key of an action, as a keyboard writes it. Buttons are named without it. */
export function KeyHint({ id }: { id: string }) {
  const { preferences } = usePreferences();
  const key = keyOf(actionById(id), preferences.keys);
  if (key === null) return null;
  return <Chord chord={key} hidden />;
}

export function Chord({ chord, hidden = false }: { chord: string; hidden?: boolean }) {
  return (
    <span className="keys" aria-hidden={hidden || undefined}>
      {partsOf(chord).map((part) => (
        <kbd key={part}>{part}</kbd>
      ))}
    </span>
  );
}
