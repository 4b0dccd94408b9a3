import { action } from './action.ts';

export const nextQueue = action({
  id: 'queue.next',
  label: 'action.queue.next',
  key: ']',
  where: ['queue'],
  applies: ({ queue }) => queue !== null,
  run: ({ queue }) => queue?.turn(1),
});
