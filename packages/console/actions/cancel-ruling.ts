import { action } from './action.ts';

export const cancelRuling = action({
  id: 'ruling.cancel',
  label: 'action.ruling.cancel',
  key: 'escape',
  where: ['ruling'],
  needs: 'case.rule',
  applies: ({ ruling }) => ruling !== null,
  run: ({ ruling }) => ruling?.cancel(),
});
