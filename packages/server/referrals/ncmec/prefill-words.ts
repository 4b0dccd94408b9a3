/** Words that are written into a report. NCMEC reads English, whatever the language of the form beside it. */
export const ENGLISH = {
  ageBand: 'Age as the platform has it',
  bands: { under13: 'under 13', '13to15': '13 to 15', '16to17': '16 or 17', adult: 'adult' },
  created: 'Account created',
  billing: 'Billing',
  seen: 'What was seen, in neutral words (times in UTC; account, towards account, message):',
  ruled: 'What people decided:',
  reported: 'What people reported:',
  firstAndLast: (first: string, last: string): string => `First seen at ${first}, last seen at ${last}.`,
  conversation: 'The messages are in the attached files, one message a line.',
  earlier: (reference: string): string => `This adds to CyberTipline report ${reference}.`,
  attempt: (askedAt: string | null, withheld: number): string =>
    [
      'Nothing is known to have reached this account',
      ...(askedAt === null ? [] : [`a connection was asked for at ${askedAt}`]),
      ...(withheld === 0 ? [] : [`${withheld} ${withheld === 1 ? 'message was' : 'messages were'} withheld`]),
    ].join('; '),
  linked: 'Linked account, confirmed by people.',
} as const;
