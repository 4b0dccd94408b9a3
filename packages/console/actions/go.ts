import type { MessageKey } from '../words/words.ts';
import { type Action, action } from './action.ts';

/** Screens that one can go to from anywhere, in the order of the menu, with what each needs and among which it stands there. */
export const PLACES = [
  { name: 'queue', needs: 'case.read', group: null },
  { name: 'referrals', needs: 'referral.read', group: 'cases' },
  { name: 'reports', needs: 'report.read', group: 'cases' },
  { name: 'appeals', needs: 'appeal.read', group: 'cases' },
  { name: 'search', needs: 'account.search', group: 'cases' },
  { name: 'numbers', needs: 'numbers.read', group: 'numbers' },
  { name: 'notices', needs: 'numbers.read', group: 'numbers' },
  { name: 'measures', needs: 'measures.read', group: 'duties' },
  { name: 'assessments', needs: 'measures.read', group: 'duties' },
  { name: 'calendar', needs: 'measures.read', group: 'duties' },
  { name: 'transparency', needs: 'measures.read', group: 'duties' },
  { name: 'policy', needs: 'policy.read', group: 'rules' },
  { name: 'lists', needs: 'list.read', group: 'rules' },
  { name: 'outbox', needs: 'outbox.read', group: 'rules' },
  { name: 'people', needs: 'people.read', group: 'access' },
  { name: 'keys', needs: 'key.read', group: 'access' },
  { name: 'audit', needs: 'audit.read', group: 'access' },
  { name: 'settings', needs: null, group: null },
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
