/** Whether somebody is in the middle of something that would be lost with the page. */
import { fronts } from './now.ts';

/** What somebody has typed into or chosen, the last one last, for as long as it stands on the page. */
const touched = new Set<WeakRef<Element>>();

globalThis.addEventListener?.(
  'input',
  ({ target }) => {
    if (!(target instanceof Element)) return;
    for (const one of touched) if (one.deref() === target) touched.delete(one);
    touched.add(new WeakRef(target));
  },
  { passive: true, capture: true },
);

/** A field that was emptied again, as forms do once they were sent, holds nothing. */
function holds(element: Element | undefined): boolean {
  if (element?.isConnected !== true) return false;
  return !('value' in element) || element.value !== '';
}

/** Puts the focus where somebody wrote last: the button that they pressed may wait for an answer, and can't have it. */
export function backToWriting(): void {
  const last = [...touched].map((one) => one.deref()).findLast(holds);
  if (last instanceof HTMLElement) last.focus();
}

/** A part of the console that would ask before the page closes has something that isn't saved. */
const wouldAsk = (): boolean => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));

export function hasWork(): boolean {
  for (const one of touched) if (!holds(one.deref())) touched.delete(one);
  const { ruling, case: desk } = fronts.current();
  return (
    touched.size > 0 ||
    ruling !== null ||
    (desk !== null && desk.marked.size > 0) ||
    document.querySelector('[role=dialog]') !== null ||
    wouldAsk()
  );
}

/** Goes to sign in, and comes back. */
export function toSignIn(): void {
  const { pathname, search } = window.location;
  window.location.assign(`/signin?to=${encodeURIComponent(pathname + search)}`);
}

let leaving = false;
// before the parts of the console that ask: registered first, and in the first phase
globalThis.addEventListener?.('beforeunload', (event) => leaving && event.stopImmediatePropagation(), {
  capture: true,
});

/** Loads the page anew whatever is unsaved on it: it belonged to somebody else. */
export function loadAnew(): void {
  leaving = true;
  window.location.reload();
}
