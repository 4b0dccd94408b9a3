/** Makes elements. Text goes in as text, so nothing that somebody wrote is ever markup; no inline style, no inline script. */

type Attributes = Readonly<Record<string, string>>;

/** An element with these attributes and children. What others style by its `part` the sheet knows by the class of that name. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, value);
    if (name === 'part') made.className = value;
  }
  made.append(...children);
  return made;
}

/** A button that does something. */
export function button(
  label: string,
  act: () => unknown,
  attributes: Attributes = { part: 'choice' },
): HTMLButtonElement {
  const made = h('button', { type: 'button', ...attributes }, label);
  made.addEventListener('click', act);
  return made;
}

/** Choices of one size. */
export const choices = (...made: readonly Node[]): HTMLElement =>
  h('div', { part: 'choices', role: 'group', 'aria-labelledby': 'title' }, ...made);

/** The heading of a box. In a dialog it is what is focused first, so that no choice is; a panel takes no focus. */
export const heading = (text: string, isDialog: boolean): HTMLHeadingElement =>
  h('h2', { id: 'title', part: 'title', tabindex: '-1', ...(isDialog && { autofocus: '' }) }, text);

export const box = <K extends 'dialog' | 'section'>(tag: K): HTMLElementTagNameMap[K] =>
  h(tag, { part: 'box', 'aria-labelledby': 'title' });

/**
 * A dialog that Escape doesn't close by itself: `onEscape` says what then happens. Browsers let nobody hold a dialog open against a
 * second Escape: then it is called after the dialog closed.
 */
export function dialogBox(isWanted: () => boolean, onEscape: () => void): HTMLDialogElement {
  const dialog = box('dialog');
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    onEscape();
  });
  dialog.addEventListener('close', () => {
    if (dialog.open || !isWanted()) return;
    onEscape();
    if (isWanted()) dialog.showModal();
  });
  return dialog;
}

const RIGHT_TO_LEFT = /^(ar|ckb|dv|fa|he|ks|ps|sd|ug|ur|yi)(-|$)/i;

/** The language of an element and the direction in which it is written. */
export const speaking = (language: string): { lang: string; dir: string } => ({
  lang: language,
  dir: RIGHT_TO_LEFT.test(language) ? 'rtl' : 'ltr',
});
