/** Who may do what: one table from an action to the roles that may take it. Routes and the console name actions, never roles. */

import { type StaffRole, staffRole } from '@kith/contract';

/** What people who work with Kith are there for. Somebody may have several. */
export const staffRoles = staffRole.options;

export const isStaffRole = (text: string): text is StaffRole => staffRoles.some((role) => role === text);

/** Those who judge cases. */
const judges = ['moderator', 'senior', 'lead'] as const;

/**
 * The administrator looks after people and deliveries, and sees no evidence; the auditor sees what was done and by
 * whom, and no evidence either. What a role is not named for is not there for it (404).
 */
export const actions = {
  /** one's own session: who am I, sign out */
  'session.own': staffRoles,
  /** a case without what was said: why it is there, its history, rulings and enforcements */
  'case.read': [...judges, 'compliance', 'auditor'],
  /** lease, release, move, note, merge */
  'case.work': judges,
  'case.rule': judges,
  /** the second look that disabling and referral need */
  'case.confirm': ['senior', 'lead'],
  /** says whether two accounts are the same person's */
  'link.judge': judges,
  'enforcement.read': [...judges, 'compliance', 'auditor'],
  /** says that what no endpoint takes was done by hand */
  'enforcement.apply': judges,
  /** how lists of known material stand: counts and times, never what is in them */
  'list.read': staffRoles,
  /** what affected people are told, and what is held back */
  'statement.read': ['senior', 'lead', 'compliance'],
  'statement.release': ['senior', 'lead'],
  /** what was said and shown: messages, media, a report's own words */
  'evidence.see': judges,
  /** filings to authorities: how they stand, never what they say */
  'referral.read': [...judges, 'compliance', 'auditor'],
  /** draft, read and complete what is to be filed, and say that it is complete */
  'referral.work': judges,
  /** the second look at what leaves, and that nothing does; never by whoever checked it */
  'referral.approve': ['senior', 'lead'],
  /** note what was filed by hand, an authority's requests and what it was answered */
  'referral.file': ['senior', 'lead'],
  /** opens what lies in the vault, with a reason; adds to it */
  'evidence.open': judges,
  /** keeps evidence from being destroyed, and lets go of it */
  'evidence.hold': ['senior', 'lead'],
  'report.read': judges,
  'report.work': judges,
  'appeal.read': ['senior', 'lead', 'compliance'],
  'appeal.decide': ['senior', 'lead'],
  'account.search': judges,
  'outbox.read': ['lead', 'administrator'],
  'outbox.replay': ['lead', 'administrator'],
  'policy.read': staffRoles,
  /** checks a changed policy, and sees what it would have made of the log; changes nothing */
  'policy.try': ['senior', 'lead', 'administrator'],
  'people.read': ['administrator', 'auditor'],
  'people.manage': ['administrator'],
  'key.read': ['administrator', 'auditor'],
  /** make and revoke keys of the API */
  'key.manage': ['administrator'],
  'audit.read': ['compliance', 'auditor'],
  /** time and accuracy against targets; never of one person */
  'numbers.read': ['senior', 'lead', 'compliance', 'auditor'],
  /** which measures of the codes apply, how each is shown, assessments, the clocks of the law */
  'measures.read': ['lead', 'compliance', 'auditor'],
  /** answer for the service, attest, sign off */
  'measures.write': ['compliance'],
} as const satisfies Record<string, readonly StaffRole[]>;

export type Action = keyof typeof actions;

/** In the table's order. */
export const actionNames = Object.keys(actions).filter((name): name is Action => Object.hasOwn(actions, name));

export const mayDo = (roles: readonly StaffRole[], action: Action): boolean => {
  const allowed: readonly StaffRole[] = actions[action];
  return roles.some((role) => allowed.includes(role));
};
