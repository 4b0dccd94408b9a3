import { action } from './action.ts';

/** The conversation with another of the account's contacts. */
export const nextContact = action({
  id: 'case.next-contact',
  label: 'action.case.next-contact',
  key: 'c',
  where: ['case'],
  applies: ({ case: desk }) => desk !== null && desk.view.contacts.length > 1,
  run: ({ case: desk }) => desk?.turnContact(1),
});
