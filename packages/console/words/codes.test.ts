import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  accountDetails,
  accountStatus,
  ageBand,
  ageMethod,
  appealState,
  auditAction,
  caseEventKind,
  caseReport,
  caseState,
  caseView,
  choice,
  enforcementKind,
  enforcementState,
  feedbackState,
  gradeOfWording,
  harmLevel,
  linkState,
  listSourceKind,
  listVersionState,
  materialMatch,
  measureState,
  measureWhy,
  mediaDetails,
  noTextReason,
  noticeAct,
  noticeKind,
  numbersView,
  outcome,
  preservedMessage,
  priorityBand,
  reportOutcome,
  reportSource,
  risk,
  rulingKind,
  rulingState,
  staffRole,
  webhookTypes,
  wrongReason,
} from '@kith/contract';
import welsh from './words.cy.json' with { type: 'json' };
import english from './words.en.json' with { type: 'json' };
import { namedIn } from './words.ts';

/** Every list of codes that a screen shows, with where its words are. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  age: ageBand.options,
  'age.method': ageMethod.options,
  appeal: appealState.options,
  'audit.did': auditAction.options,
  band: priorityBand.options,
  barred: caseView.shape.barred.unwrap().options,
  cause: numbersView.shape.falseAlerts.element.shape.kind.options,
  detail: [accountDetails, mediaDetails, preservedMessage].flatMap(({ shape }) => Object.keys(shape)),
  enforced: enforcementKind.options,
  enforcement: enforcementState.options,
  history: caseEventKind.options,
  kind: rulingKind.options,
  feedback: feedbackState.options,
  letter: webhookTypes,
  'links.state': linkState.options,
  harmLevel: harmLevel.options,
  'list.state': listVersionState.options,
  'lists.kind': listSourceKind.options,
  'material.kind': materialMatch.shape.kind.options,
  'material.reason': wrongReason.options,
  'material.state': materialMatch.shape.state.options,
  'message.noText': noTextReason.options,
  measureState: measureState.options,
  measureWhy: measureWhy.options,
  measureWording: gradeOfWording.options,
  noticeAct: noticeAct.options,
  noticeChoice: choice.options,
  noticeKind: noticeKind.options,
  outcome: outcome.options,
  related: caseView.shape.related.element.shape.how.options,
  'report.outcome': reportOutcome.options,
  reportedBy: reportSource.options,
  risk: risk.options,
  role: staffRole.options,
  'ruling.state': rulingState.options,
  source: caseReport.shape.source.options,
  state: caseState.options,
  status: accountStatus.options,
};

describe('codes that people are shown', () => {
  for (const [language, messages] of Object.entries({ en: english, cy: welsh })) {
    it(`have words, each of them, in ${language}`, () => {
      const raw = Object.entries(LISTS).flatMap(([list, codes]) =>
        codes.map((code) => `${list}.${code}`).filter((key) => !Object.hasOwn(messages, key)),
      );
      assert.deepEqual(raw, []);
    });
  }

  it('are shown as they are where this console does not know them yet', () => {
    const named = namedIn(english);
    assert.equal(named('status', 'asleep'), 'asleep');
    assert.equal(named('status', 'toString'), 'toString');
  });
});
