import { action } from './action.ts';

/** What I said of a link last; it stands as before. */
export const takeBackLink = action({
  id: 'link.take-back',
  label: 'action.link.take-back',
  key: null,
  where: ['case'],
  needs: 'link.judge',
  applies: ({ links: desk }) => desk?.isMine === true,
  run: ({ links: desk }) => desk?.takeBack(),
});
