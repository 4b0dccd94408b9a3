/** Every `configured:` name of the registry: what of how Kith is set up shows a measure. */

import { casePriorities, caseTargets, rulingPolicies } from './cases.ts';
import type { Check } from './check.ts';
import { appealTargets, helpLines, reportForm, reportTimes, unfoundedReports } from './complaints.ts';
import { defaultCheck } from './defaults.ts';
import { listCheck } from './known-lists.ts';
import { noticeCheck } from './notices.ts';

export type { Found, ListThere, Setup, Shows } from './check.ts';

export const checks = {
  appeal_targets: { check: appealTargets, en: 'Targets for appeals', cy: 'Targedau ar gyfer apeliadau' },
  case_priorities: { check: casePriorities, en: 'The order of cases', cy: 'Trefn achosion' },
  case_targets: { check: caseTargets, en: 'Targets for cases', cy: 'Targedau ar gyfer achosion' },
  default_appearInLists: { check: defaultCheck('appearInLists'), en: 'The default', cy: 'Y rhagosodiad' },
  default_beSuggested: { check: defaultCheck('beSuggested'), en: 'The default', cy: 'Y rhagosodiad' },
  default_directMessages: { check: defaultCheck('directMessages'), en: 'The default', cy: 'Y rhagosodiad' },
  default_seeSuggestions: { check: defaultCheck('seeSuggestions'), en: 'The default', cy: 'Y rhagosodiad' },
  default_showLocation: { check: defaultCheck('showLocation'), en: 'The default', cy: 'Y rhagosodiad' },
  default_showOwnList: { check: defaultCheck('showOwnList'), en: 'The default', cy: 'Y rhagosodiad' },
  hash_lists: { check: listCheck('hashes'), en: 'Lists of hashes', cy: 'Rhestrau o hashau' },
  help_lines: { check: helpLines, en: 'Help lines', cy: 'Llinellau cymorth' },
  notice_after_block: { check: noticeCheck('after_block', 'after_report'), en: 'The notice', cy: 'Yr hysbysiad' },
  notice_connection_request: {
    check: noticeCheck('connection_request', 'connection_request_stranger'),
    ...{ en: 'The notice', cy: 'Yr hysbysiad' },
  },
  notice_first_message: { check: noticeCheck('first_message'), en: 'The notice', cy: 'Yr hysbysiad' },
  notice_group_invite: { check: noticeCheck('group_invite'), en: 'The notice', cy: 'Yr hysbysiad' },
  notice_weaker_setting: { check: noticeCheck('weaker_setting'), en: 'The notice', cy: 'Yr hysbysiad' },
  report_form: { check: reportForm, en: 'The report form', cy: 'Y ffurflen adrodd' },
  report_times: { check: reportTimes, en: 'Times that are told', cy: 'Amserau a ddywedir' },
  ruling_policies: { check: rulingPolicies, en: 'Policies to rule under', cy: 'Polisïau i ddyfarnu odanynt' },
  unfounded_reports: { check: unfoundedReports, en: 'Unfounded reports', cy: 'Adroddiadau di-sail' },
  url_lists: { check: listCheck('links'), en: 'Lists of addresses', cy: 'Rhestrau o gyfeiriadau' },
} as const satisfies Readonly<Record<string, { check: Check; en: string; cy: string }>>;

export type CheckName = keyof typeof checks;
export const isCheckName = (name: string): name is CheckName => Object.hasOwn(checks, name);
