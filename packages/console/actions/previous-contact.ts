import { action } from './action.ts';

/** The conversation with another of the account's contacts. */
export const previousContact = action({
  id: 'case.previous-contact',
  label: 'action.case.previous-contact',
  key: 'shift+c',
  where: ['case'],
  applies: ({ case: desk }) => desk !== null && desk.view.contacts.length > 1,
  run: ({ case: desk }) => desk?.turnContact(-1),
});
