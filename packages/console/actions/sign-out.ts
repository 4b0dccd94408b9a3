import { action } from './action.ts';

export const signOut = action({
  id: 'shell.sign-out',
  label: 'action.shell.sign-out',
  key: null,
  where: 'anywhere',
  applies: () => true,
  run: ({ shell }) => shell.signOut(),
});
