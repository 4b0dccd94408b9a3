import { action } from './action.ts';

/** The palette with nothing but screens to go to. */
export const screens = action({
  id: 'shell.screens',
  label: 'action.shell.screens',
  key: 'g',
  where: 'anywhere',
  applies: () => true,
  run: ({ shell }) => shell.show('screens'),
});
