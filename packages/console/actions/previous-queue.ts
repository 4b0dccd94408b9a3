import { action } from './action.ts';

export const previousQueue = action({
  id: 'queue.previous',
  label: 'action.queue.previous',
  key: '[',
  where: ['queue'],
  applies: ({ queue }) => queue !== null,
  run: ({ queue }) => queue?.turn(-1),
});
