import { action } from './action.ts';

export const previousLink = action({
  id: 'case.previous-link',
  label: 'action.case.previous-link',
  key: 'shift+e',
  where: ['case'],
  needs: 'case.read',
  applies: ({ links: desk }) => desk !== null && desk.count > 0,
  run: ({ links: desk }) => desk?.turn(-1),
});
