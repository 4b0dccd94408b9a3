import { action, LISTS } from './action.ts';

export const listOpen = action({
  id: 'list.open',
  label: 'action.list.open',
  key: 'enter',
  where: LISTS,
  applies: ({ list }) => list !== null && list.length > 0,
  run: ({ list }) => list?.open(),
});
