/** Every page of the Family Centre, drawn of a page that was built: for what must hold of all of them. */
import {
  type ChildPage,
  type FamilyPage,
  type FamilyPerson,
  type FamilyRole,
  type GuardianshipShown,
  guardianNever,
} from '@kith/contract';
import type { Language } from '../../ground/pages/index.ts';
import { loadShippedPolicy } from '../../policy/index.ts';
import { loadShippedWords, quietHoursIn } from '../../words/index.ts';
import type { Reader } from '../door.ts';
import { drawInvitation, drawTypeCode } from '../pages/draw-code.ts';
import {
  drawChoose,
  drawGuardianEnd,
  drawGuardianPart,
  drawGuardianPerson,
  drawGuardianReport,
  drawQuietHours,
  drawWeek,
} from '../pages/draw-guardian.ts';
import {
  drawHelp,
  drawLooks,
  drawOwn,
  drawOwnEnd,
  drawOwnPart,
  drawOwnPerson,
  drawOwnReport,
  type InvitedTo,
} from '../pages/draw-own.ts';
import { drawEnter, drawStopped } from '../pages/draw-stopped.ts';
import { type Drawing, seenParts } from '../pages/drawing.ts';
import { wordsOfInvitation } from '../pages/invitation.ts';
import { findPerson, type Known, referenceOf } from '../pages/people.ts';
import { termsAt } from '../terms.ts';
import { NOW_MS } from './built.ts';

const shipped = loadShippedWords();
const { helplines } = shipped;

export const drawingIn = (language: Language): Drawing => ({
  ...{ language, own: 'form-token', now_ms: NOW_MS, helplines, country: '' },
  quietHours: quietHoursIn(shipped, language),
});

/** The child's side of a page, with a look of each kind, and somebody who asks to be its guardian. */
export function childOf(page: FamilyPage): ChildPage {
  const [guardian] = page.guardians;
  if (guardian === undefined) throw new Error('a page has a guardian');
  return {
    page,
    guardianships: page.guardians.map((one, n) => ({
      ...{ guardianship: `gua_${n}`, guardian: one, since: '2026-10-02', mayEnd: n > 0, paused: false },
    })),
    invitations: [
      { guardianship: 'gua_8', guardian, until: '2026-11-28T10:00:00Z' },
      { guardianship: 'gua_9', guardian: null, until: '2026-11-28T10:00:00Z' },
    ],
    looks: [
      { guardian, at: '2026-11-26T19:40:00Z', part: 'page' },
      { guardian, at: '2026-11-25T07:12:00Z', part: 'embedded' },
      { guardian, at: '2026-11-23T06:00:00Z', part: 'summary' },
    ],
  };
}

function knownOn(page: FamilyPage): Known {
  const [somebody] = page.friends;
  const known = somebody && findPerson(page, referenceOf(page.child.account, somebody.account));
  if (!known) throw new Error('the page has no friend to look at');
  return known;
}

const { family } = loadShippedPolicy();
const invitedAt = (band: 'under13' | '16to17'): InvitedTo => ({
  ...{ terms: termsAt(family, band), termsOf: new Map([['gua_8', 'terms']]) },
});
export const INVITED = { under13: invitedAt('under13'), '16to17': invitedAt('16to17') };

const reader = (isChild: boolean, mayEnd = true): Reader => ({ isChild, mayEnd, hasFamily: isChild, country: 'GB' });

/** What a code asks of either side, with all that policy can let a guardian do. */
function shownTo(role: FamilyRole, from: FamilyPerson, language: Language): GuardianshipShown {
  const { terms } = INVITED.under13;
  const until = '2026-11-28T10:00:00.000Z';
  return {
    ...{ guardianship: 'gua_7', role, from, until, never: [...guardianNever.options], terms: 'terms' },
    ...{ sees: [...terms.sees], may: [...terms.may], mayEnd: terms.mayEnd },
    words: wordsOfInvitation(role, from, terms, Date.parse(until), language, quietHoursIn(shipped, language)),
  };
}

/** By name. @param page with a friend and a guardian at least */
export function allPages(page: FamilyPage, language: Language): Record<string, string> {
  const at = drawingIn(language);
  const view = { guardianship: 'gua_0', page };
  const child = childOf(page);
  const nobody: ChildPage = { ...child, guardianships: [], looks: [] };
  const known = knownOn(page);
  const tried = { once: undefined, what: '', more: 'y'.repeat(3_000) };
  const [one] = child.guardianships;
  if (one === undefined) throw new Error('a page has a guardian');
  return {
    week: drawWeek(at, view, true, 'allowed'),
    ...Object.fromEntries(seenParts.map((part) => [part, drawGuardianPart(at, view, part, 1)])),
    person: drawGuardianPerson(at, view, known, 'asked'),
    report: drawGuardianReport(at, view, known, tried),
    quietHours: drawQuietHours(at, view, { from: '25:00', to: '' }),
    end: drawGuardianEnd(at, view),
    choose: drawChoose(at, [{ guardianship: 'gua_0', child: page.child, since: '2026-10-02' }]),
    noChild: drawChoose(at, []),
    own: drawOwn(at, child, INVITED.under13, 'talked'),
    ownNobody: drawOwn(at, nobody, INVITED['16to17'], null),
    ...Object.fromEntries(seenParts.map((part) => [`own ${part}`, drawOwnPart(at, child, part, 1)])),
    ownPerson: drawOwnPerson(at, child, known, 'reported'),
    ownReport: drawOwnReport(at, child, known, tried),
    looks: drawLooks(at, child),
    noLooks: drawLooks(at, nobody),
    help: drawHelp(at, child),
    helpNobody: drawHelp(at, nobody),
    ...Object.fromEntries(child.guardianships.map((shared, n) => [`own end ${n}`, drawOwnEnd(at, child, shared)])),
    ownCode: drawTypeCode(at, reader(true), { code: '4F7K', wrong: 'void' }),
    ownCodeAsked: drawInvitation(at, reader(true), '4F7K-9QXM-2TZB', shownTo('child', page.child, language)),
    code: drawTypeCode(at, reader(false)),
    codeAsked: drawInvitation(at, reader(false), '4F7K-9QXM-2TZB', shownTo('guardian', page.child, language)),
    enter: drawEnter(at, '/family/enter/token'),
    link: drawStopped(at, 'link', '/family'),
    session: drawStopped(at, 'session', '/family'),
    ended: drawStopped(at, 'ended', '/family'),
    invited: drawStopped(at, 'invited', '/family'),
    again: drawStopped(at, 'again', null, '/family'),
  };
}
