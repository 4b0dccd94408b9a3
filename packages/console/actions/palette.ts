import { action } from './action.ts';

export const palette = action({
  id: 'shell.palette',
  label: 'action.shell.palette',
  key: 'ctrl+k',
  where: 'anywhere',
  applies: () => true,
  run: ({ shell }) => shell.show('palette'),
});
