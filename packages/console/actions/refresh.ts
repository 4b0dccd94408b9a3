import { action } from './action.ts';

export const refresh = action({
  id: 'shell.refresh',
  label: 'action.shell.refresh',
  key: null,
  where: 'anywhere',
  applies: () => true,
  run: ({ shell }) => shell.refresh(),
});
