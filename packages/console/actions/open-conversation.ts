import { action } from './action.ts';

/** What was said is shown when somebody asks for it, and the audit log says who did. */
export const openConversation = action({
  id: 'case.open-conversation',
  label: 'action.case.open-conversation',
  key: 'o',
  where: ['case'],
  needs: 'evidence.see',
  applies: ({ case: desk }) => desk?.conversation === 'closed',
  run: ({ case: desk }) => desk?.openConversation(),
});
