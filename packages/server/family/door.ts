/** What the pages of the Family Centre ask for and do: each names who is signed in, and is tried against what they may. */
import { type FamilyPage, type FamilyPerson, type GuardianshipShown, type QuietHours, settings } from '@kith/contract';
import { ProblemError } from '../ground/http/index.ts';
import { answerByCode, answerById } from './answer.ts';
import { isChildOf, type Own, ownPage } from './child-page.ts';
import { end } from './end.ts';
import { dayOf } from './facts.ts';
import { isChildFit } from './fit.ts';
import { showByCode } from './invitation.ts';
import type { Act, FamilyOptions } from './options.ts';
import { pageSeenBy } from './page.ts';
import { setQuietHours } from './quiet-hours.ts';
import { askToBlock, reportAsChild, reportAsGuardian, tellGuardians } from './reporting.ts';
import { answerReview, askReview } from './reviews.ts';
import { answerSettings } from './settings.ts';
import { canEnter, type Entered, enter, type FamilySession, leave, whoIs } from './sign-in.ts';
import { childrenOf, type Standing, standingsAround } from './standing.ts';
import { stateAt } from './states.ts';
import { mayEndAt } from './terms.ts';

/** What a guardianship shows to one account. */
export type Looked =
  | { state: 'active'; page: FamilyPage /** they have other children, too */; several: boolean }
  /** they were its guardian, or are not yet */
  | { state: 'ended' | 'invited' }
  /** not theirs, or there is none: nobody learns which */
  | null;

export interface SaidInReport {
  /** of the form that it was written in: sent twice, it is one report */
  id?: string | undefined;
  about: string;
  category: string;
  text: string;
  language: string;
}

/** How an act went. `changed`: it was not as the page showed it, and nothing was done. */
export type Done = 'done' | 'changed';

/** Problems that say that something is not as it was shown. */
const CHANGED = [
  ...['not_known', 'not_possible', 'not_allowed', 'invitation_void', 'invitation_changed'],
  ...['too_many_requests', 'invalid_field'],
];

/** What can be wrong with a code, as pages say it: no more of one that was used than of one that never was. */
export type WrongCode = 'void' | 'unfit' | 'many';
const WRONG_CODE: Readonly<Partial<Record<string, WrongCode>>> = {
  invitation_void: 'void',
  not_possible: 'unfit',
  too_many_requests: 'many',
};

async function done(act: Promise<unknown>): Promise<Done> {
  try {
    await act;
    return 'done';
  } catch (error) {
    if (error instanceof ProblemError && CHANGED.includes(error.problem.code)) return 'changed';
    throw error;
  }
}

/** Whoever may type a code. */
export interface Reader {
  /** of an age that can have a guardian */
  isChild: boolean;
  /** whether there is a page of its own */
  hasFamily: boolean;
  /** whether policy would let it end a guardianship by itself */
  mayEnd: boolean;
  /** '' where it is unknown */
  country: string;
}

export class FamilyDoor {
  readonly #o: FamilyOptions;

  constructor(o: FamilyOptions) {
    this.#o = o;
  }

  #by(account: string): Act {
    return { by: `family:${account}`, now_ms: this.#o.clock() };
  }

  canEnter(token: string): Promise<boolean> {
    return canEnter(this.#o, token, this.#o.clock());
  }

  /** Uses a link up; null where it is over, or was none. */
  enter(token: string): Promise<Entered | null> {
    return enter(this.#o, token, this.#o.clock());
  }

  whoIs(secret: string): Promise<FamilySession | null> {
    return whoIs(this.#o, secret, this.#o.clock());
  }

  leave(secret: string): Promise<void> {
    return leave(this.#o, secret);
  }

  /** The children whose page somebody sees now. */
  async childrenOf(account: string): Promise<{ guardianship: string; child: FamilyPerson; since: string }[]> {
    const rows = await childrenOf(this.#o, account);
    const names = await this.#o.names.of({ accounts: rows.map(({ child }) => child), conversations: [] });
    return rows.map(({ id, child, answered_at }) => ({
      ...{ guardianship: id, child: { account: child, name: names.account(child) } },
      since: dayOf(answered_at ?? this.#o.clock()),
    }));
  }

  /** Whether somebody has, had or is asked for a guardianship as its child. */
  isChild(account: string): Promise<boolean> {
    return isChildOf(this.#o, account);
  }

  async reader(account: string): Promise<Reader> {
    const { ask, policy } = this.#o;
    const [isChild, { ageBand, country }] = await ask(
      (k) => [isChildFit(k, account, policy()), k.account(account)] as const,
    );
    const hasFamily = isChild && (await this.isChild(account));
    return { isChild, hasFamily, mayEnd: mayEndAt(policy(), ageBand), country };
  }

  /** Nothing is given before the look is in the child's log: even what refuses a form says who is on the page. */
  async look(account: string, guardianship: string): Promise<Looked> {
    const act = this.#by(account);
    const { children, standing, guardians } = await standingsAround(this.#o, account, guardianship);
    if (standing !== undefined) {
      const [page] = await Promise.all([
        pageSeenBy(this.#o, standing, act.now_ms, guardians),
        this.#o.looks.note(standing, 'page', act),
      ]);
      return { state: 'active', page, several: children.length > 1 };
    }
    const row = await this.#o.db
      .selectFrom('guardianship')
      .selectAll()
      .where('id', '=', guardianship)
      .where('guardian', '=', account)
      .executeTakeFirst();
    if (row === undefined) return null;
    return { state: stateAt(row, act.now_ms) === 'invited' ? 'invited' : 'ended' };
  }

  /** null where somebody is no child of a family */
  own(account: string): Promise<Own | null> {
    return ownPage(this.#o, account, this.#o.clock());
  }

  answerSetting(account: string, guardianship: string, setting: string, wanted: string, allow: boolean): Promise<Done> {
    return this.#as(account, guardianship, async (standing, act) => {
      const value = wanted === 'true' ? true : wanted === 'false' ? false : wanted;
      const read = settings.partial().safeParse({ [setting]: value });
      if (!read.success) throw new ProblemError('invalid_field', 'setting: is none', 'setting');
      const answer = allow ? 'approve' : 'refuse';
      await answerSettings(this.#o, standing, { settings: read.data, answer }, act);
    });
  }

  askReview(account: string, guardianship: string, about: string): Promise<Done> {
    return this.#as(account, guardianship, async (standing, act) => {
      await askReview(this.#o, standing, await pageSeenBy(this.#o, standing, act.now_ms), about, act);
    });
  }

  setQuietHours(account: string, guardianship: string, hours: QuietHours | null): Promise<Done> {
    return this.#as(account, guardianship, (standing, act) => setQuietHours(this.#o, standing, hours, act));
  }

  endAsGuardian(account: string, guardianship: string): Promise<Done> {
    return this.#as(account, guardianship, ({ id }, act) => end(this.#o, id, 'guardian', act));
  }

  reportAsGuardian(account: string, guardianship: string, said: SaidInReport): Promise<Done> {
    return this.#as(account, guardianship, (standing, act) => reportAsGuardian(this.#o, standing, said, act));
  }

  /** @param terms what stands for all that the page has shown */
  answerInvitation(account: string, guardianship: string, accept: boolean, terms: string): Promise<Done> {
    const answer = accept ? 'accept' : 'decline';
    return done(answerById(this.#o, guardianship, { account, answer, terms }, this.#by(account)));
  }

  /** What the invitation of a code asks of whoever types it; else what is wrong with it. */
  async showCode(account: string, code: string, language: string): Promise<GuardianshipShown | WrongCode> {
    try {
      return await showByCode(this.#o, { account, code, language }, this.#by(account));
    } catch (error) {
      const wrong = error instanceof ProblemError ? WRONG_CODE[error.problem.code] : undefined;
      if (wrong === undefined) throw error;
      return wrong;
    }
  }

  answerCode(account: string, code: string, accept: boolean, terms: string): Promise<Done> {
    const answer = accept ? 'accept' : 'decline';
    return done(answerByCode(this.#o, { account, answer, code, terms }, this.#by(account)));
  }

  answerReview(account: string, review: string, talked: boolean): Promise<Done> {
    return done(answerReview(this.#o, account, review, talked ? 'talked' : 'declined', this.#by(account)));
  }

  /** `wished`: policy does not let the child; the platform's people hear of it */
  async endAsChild(account: string, guardianship: string): Promise<'ended' | 'wished' | 'changed'> {
    let became: 'ended' | 'wished' | 'changed' = 'changed';
    await done(this.#endAsChild(account, guardianship).then((ended) => (became = ended)));
    return became;
  }

  async #endAsChild(account: string, guardianship: string): Promise<'ended' | 'wished'> {
    const row = await this.#o.db
      .selectFrom('guardianship')
      .select('id')
      .where('id', '=', guardianship)
      .where('child', '=', account)
      .executeTakeFirst();
    if (row === undefined) throw new ProblemError('not_known', 'no such guardianship');
    return (await end(this.#o, row.id, 'child', this.#by(account))).became;
  }

  block(account: string, other: string): Promise<Done> {
    return done(askToBlock(this.#o, account, other, this.#by(account)));
  }

  reportAsChild(account: string, said: SaidInReport): Promise<Done> {
    return done(reportAsChild(this.#o, account, said, this.#by(account)));
  }

  tellGuardians(account: string): Promise<Done> {
    return done(tellGuardians(this.#o, account, this.#by(account)));
  }

  async #standing(account: string, guardianship: string): Promise<Standing | null> {
    return (await childrenOf(this.#o, account)).find(({ id }) => id === guardianship) ?? null;
  }

  /** As a guardian who is one now, or nothing. */
  async #as(
    account: string,
    guardianship: string,
    act: (standing: Standing, act: Act) => Promise<unknown>,
  ): Promise<Done> {
    const standing = await this.#standing(account, guardianship);
    return standing === null ? 'changed' : done(act(standing, this.#by(account)));
  }
}
