import { action } from './action.ts';

export const nextLink = action({
  id: 'case.next-link',
  label: 'action.case.next-link',
  key: 'e',
  where: ['case'],
  needs: 'case.read',
  applies: ({ links: desk }) => desk !== null && desk.count > 0,
  run: ({ links: desk }) => desk?.turn(1),
});
