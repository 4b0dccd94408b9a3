import { action, LISTS } from './action.ts';

export const listUp = action({
  id: 'list.up',
  label: 'action.list.up',
  key: 'k',
  where: LISTS,
  applies: ({ list }) => list !== null && list.length > 0,
  run: ({ list }) => list?.move(-1),
});
