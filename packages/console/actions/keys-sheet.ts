import { action } from './action.ts';

export const keysSheet = action({
  id: 'shell.keys',
  label: 'action.shell.keys',
  key: '?',
  where: 'anywhere',
  applies: () => true,
  run: ({ shell }) => shell.show('keys'),
});
