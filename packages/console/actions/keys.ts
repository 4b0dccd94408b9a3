/** Keys as text: `t`, `shift+n`, `ctrl+k`, `?`, `enter`. What is typed becomes one, and an action is found by it. */
import type { Action, Mode } from './action.ts';

/** What of a keyboard event says which key it is. */
export interface Typed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

const HELD = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Dead', 'Process', 'Unidentified']);

/** null where it is only a key that is held with others. Cmd counts as Ctrl, so that one sheet serves every machine. */
export function chordOf({ key, ctrlKey, metaKey, altKey, shiftKey }: Typed): string | null {
  if (HELD.has(key) || key === '') return null;
  const name = key === ' ' ? 'space' : key.toLowerCase();
  // of `?` the shift is how it is written; of a letter or of Enter it is part of the chord
  const shift = shiftKey && (key.length > 1 || key.toLowerCase() !== key.toUpperCase());
  return [(ctrlKey || metaKey) && 'ctrl', altKey && 'alt', shift && 'shift', name].filter(Boolean).join('+');
}

/** A key that writes a letter: nothing that somebody who is writing must trip over. */
export const isWriting = (chord: string): boolean =>
  !chord.startsWith('ctrl+') && !chord.startsWith('alt+') && chord !== 'escape';

/** As a keyboard says it. */
const NAMES: Readonly<Record<string, string>> = {
  ctrl: 'Ctrl',
  alt: 'Alt',
  shift: 'Shift',
  enter: 'Enter',
  escape: 'Esc',
  space: 'Space',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
};

/** The parts of a chord, each to be shown as a key. */
export const partsOf = (chord: string): string[] =>
  chord.split(/\+(?=.)/).map((part) => NAMES[part] ?? (part.length === 1 ? part.toUpperCase() : part));

/** Keys that somebody chose, by the action's id; null: none. */
export type ChosenKeys = Readonly<Record<string, string | null>>;

export const keyOf = (action: Pick<Action, 'id' | 'key'>, chosen: ChosenKeys): string | null => {
  const own = chosen[action.id];
  return own === undefined ? action.key : own;
};

const meet = (a: Action['where'], b: Action['where']): boolean =>
  a === 'anywhere' || b === 'anywhere' || a.some((mode) => b.includes(mode));

export interface Clash {
  key: string;
  ids: [string, string];
}

/** Pairs of actions that one key would fit in the same place. There must be none: one of them would never run. */
export function clashes(actions: readonly Action[], chosen: ChosenKeys = {}): Clash[] {
  const found: Clash[] = [];
  for (const [i, one] of actions.entries()) {
    const key = keyOf(one, chosen);
    if (key === null) continue;
    for (const other of actions.slice(i + 1)) {
      if (keyOf(other, chosen) === key && meet(one.where, other.where)) found.push({ key, ids: [one.id, other.id] });
    }
  }
  return found;
}

/** Belongs to fields, or to the browser, whatever somebody would like. */
const TAKEN = new Set([
  'tab',
  'shift+tab',
  'space',
  'ctrl+c',
  'ctrl+v',
  'ctrl+x',
  'ctrl+a',
  'ctrl+z',
  'ctrl+w',
  'ctrl+t',
]);

/** Why a key can't be given to an action; null where it can. */
export function refusal(
  actions: readonly Action[],
  chosen: ChosenKeys,
  id: string,
  key: string,
): { why: 'taken' } | { why: 'clash'; with: string } | null {
  if (TAKEN.has(key)) return { why: 'taken' };
  const clash = clashes(actions, { ...chosen, [id]: key }).find(({ ids }) => ids.includes(id));
  if (clash === undefined) return null;
  return { why: 'clash', with: clash.ids[0] === id ? clash.ids[1] : clash.ids[0] };
}

/** The action of a key where somebody is; undefined where there is none. */
export const actionOf = (
  actions: readonly Action[],
  chosen: ChosenKeys,
  mode: Mode,
  chord: string,
): Action | undefined =>
  actions.find((one) => (one.where === 'anywhere' || one.where.includes(mode)) && keyOf(one, chosen) === chord);

/** What was stored of chosen keys, as far as it still makes sense: unknown actions and clashes are dropped. */
export function readChosen(actions: readonly Action[], stored: unknown): ChosenKeys {
  let chosen: ChosenKeys = {};
  if (typeof stored !== 'object' || stored === null) return chosen;
  const known = new Set(actions.map(({ id }) => id));
  for (const [id, key] of Object.entries(stored)) {
    if (!known.has(id)) continue;
    if (key === null) chosen = { ...chosen, [id]: null };
    if (typeof key === 'string' && refusal(actions, chosen, id, key) === null) chosen = { ...chosen, [id]: key };
  }
  return chosen;
}
