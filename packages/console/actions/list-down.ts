import { action, LISTS } from './action.ts';

export const listDown = action({
  id: 'list.down',
  label: 'action.list.down',
  key: 'j',
  where: LISTS,
  applies: ({ list }) => list !== null && list.length > 0,
  run: ({ list }) => list?.move(1),
});
