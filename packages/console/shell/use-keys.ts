/** Keys of the whole console: what is typed finds its action and runs it. */
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { Action, Now } from '../actions/action.ts';
import { actionOf, chordOf, isWriting } from '../actions/keys.ts';
import { ACTIONS } from '../actions/registry.ts';
import type { Preferences } from './preferences.ts';
import { isPossible } from './use-actions.tsx';

const WRITES = 'input:not([type=checkbox],[type=radio],[type=button]),textarea,select,[contenteditable=true]';
const PRESSES =
  'a[href],button,summary,[role=button],[role=option],[role=menuitem],[role=tab],[role=radio],input,label';

/** Whether a key that reached this element is meant for it, not for the console. */
function isItsOwn(target: EventTarget | null, chord: string): boolean {
  if (!(target instanceof Element)) return false;
  // an open sheet has keys of its own
  if (target.closest('[role=dialog],[role=alertdialog],[role=listbox],[role=menu]') !== null) return true;
  if (isWriting(chord) && target.closest(WRITES) !== null) return true;
  return chord === 'enter' && target.closest(PRESSES) !== null;
}

interface Ways {
  now: Now;
  run(action: Action): void;
  preferences: Preferences;
}

export function useKeys(ways: Ways): void {
  const latest = useRef(ways);
  // before anything is painted: see useFront
  useLayoutEffect(() => {
    latest.current = ways;
  });
  useEffect(() => {
    function typed(event: KeyboardEvent) {
      const chord = chordOf(event);
      if (chord === null || event.defaultPrevented || event.isComposing) return;
      const { now, run, preferences } = latest.current;
      if (!preferences.singleKeys && isWriting(chord) && chord !== 'enter') return;
      if (isItsOwn(event.target, chord)) return;
      const action = actionOf(ACTIONS, preferences.keys, now.mode, chord);
      if (action === undefined || !isPossible(action, now)) return;
      event.preventDefault();
      // a key that is held down repeats; nothing is done twice by it but going through lists
      if (event.repeat && !/^(list|case)\.(up|down|next|previous)/.test(action.id)) return;
      run(action);
    }
    document.addEventListener('keydown', typed);
    return () => document.removeEventListener('keydown', typed);
  }, []);
}
