/** What was written and not saved yet, kept while somebody looks at another screen: it ends with the tab, which asks first. */
import type { SectionAnswers } from '@kith/contract';

export interface Writing {
  /** as it was at the server when it was opened */
  base: SectionAnswers;
  version: number;
  mine: SectionAnswers;
}

const kept = new Map<string, Writing>();
const keyOf = (draft: string, section: string): string => `${draft}/${section}`;

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

export const unsaved = {
  get: (draft: string, section: string): Writing | null => kept.get(keyOf(draft, section)) ?? null,
  /** null: it is saved, or was thrown away */
  set(draft: string, section: string, writing: Writing | null): void {
    if (writing === null) kept.delete(keyOf(draft, section));
    else kept.set(keyOf(draft, section), writing);
    window.removeEventListener('beforeunload', ask);
    if (kept.size > 0) window.addEventListener('beforeunload', ask);
  },
};
