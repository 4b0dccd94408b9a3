import type { MessageKey } from '../words/words.ts';
import { type Action, action } from './action.ts';

/** Screens that one can go to from anywhere, in the order of the menu, with what each needs. */
export const PLACES = [
  { name: 'queue', needs: 'case.read' },
  { name: 'referrals', needs: 'referral.read' },
  { name: 'reports', needs: 'report.read' },
  { name: 'appeals', needs: 'appeal.read' },
  { name: 'search', needs: 'account.search' },
  { name: 'numbers', needs: 'numbers.read' },
  { name: 'notices', needs: 'numbers.read' },
  { name: 'measures', needs: 'measures.read' },
  { name: 'assessments', needs: 'measures.read' },
  { name: 'calendar', needs: 'measures.read' },
  { name: 'transparency', needs: 'measures.read' },
  { name: 'policy', needs: 'policy.read' },
  { name: 'lists', needs: 'list.read' },
  { name: 'outbox', needs: 'outbox.read' },
  { name: 'people', needs: 'people.read' },
  { name: 'keys', needs: 'key.read' },
  { name: 'audit', needs: 'audit.read' },
  { name: 'settings', needs: null },
] as const;
export type Place = (typeof PLACES)[number]['name'];

const label = (name: Place): MessageKey => `screen.${name}`;
const KEYS: Partial<Record<Place, string>> = { search: '/' };

export const go: readonly Action[] = PLACES.map(({ name, needs }) =>
  action({
    id: `go.${name}`,
    label: label(name),
    key: KEYS[name] ?? null,
    where: 'anywhere',
    needs,
    applies: () => true,
    run: ({ shell }) => shell.go(`/${name}`),
  }),
);
