/** Every page of the Family Centre, drawn of a page that was built: for what must hold of all of them. */
import type { ChildPage, FamilyPage } from '@kith/contract';
import type { Language } from '../../ground/pages/index.ts';
import { loadShippedWords } from '../../words/index.ts';
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
} from '../pages/draw-own.ts';
import { drawEnter, drawStopped } from '../pages/draw-stopped.ts';
import { type Drawing, seenParts } from '../pages/drawing.ts';
import { findPerson, type Known, referenceOf } from '../pages/people.ts';
import { NOW_MS } from './built.ts';

const { helplines } = loadShippedWords();

export const drawingIn = (language: Language): Drawing => ({
  ...{ language, own: 'form-token', now_ms: NOW_MS, helplines, country: '' },
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
    own: drawOwn(at, child, { mayEnd: false, seesWarnings: true }, 'talked'),
    ownNobody: drawOwn(at, nobody, { mayEnd: true, seesWarnings: false }, null),
    ...Object.fromEntries(seenParts.map((part) => [`own ${part}`, drawOwnPart(at, child, part, 1)])),
    ownPerson: drawOwnPerson(at, child, known, 'reported'),
    ownReport: drawOwnReport(at, child, known, tried),
    looks: drawLooks(at, child),
    noLooks: drawLooks(at, nobody),
    help: drawHelp(at, child),
    helpNobody: drawHelp(at, nobody),
    ...Object.fromEntries(child.guardianships.map((shared, n) => [`own end ${n}`, drawOwnEnd(at, child, shared)])),
    enter: drawEnter(at, '/family/enter/token'),
    link: drawStopped(at, 'link', '/family'),
    session: drawStopped(at, 'session', '/family'),
    ended: drawStopped(at, 'ended', '/family'),
    invited: drawStopped(at, 'invited', '/family'),
    again: drawStopped(at, 'again', null, '/family'),
  };
}
