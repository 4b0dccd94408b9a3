import { action } from './action.ts';

/** Takes a ruling back while it hasn't left: what the platform was told can't be taken back, only lifted. */
export const undo = action({
  id: 'ruling.undo',
  label: 'action.ruling.undo',
  key: 'u',
  where: 'anywhere',
  needs: 'case.rule',
  applies: ({ shell }) => shell.undoable !== null,
  run: ({ shell }) => shell.undoable?.run(),
});
