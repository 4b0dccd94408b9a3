/** Guardianships, the way into the Family Centre, and what it shows and does within the platform's own pages. */
import type {
  ChildPage,
  FamilyLink,
  FamilyLinkInput,
  FamilyPage,
  FamilyReview,
  FamilySetting,
  GuardianReport,
  Guardianship,
  GuardianshipAnswer,
  GuardianshipEnded,
  GuardianshipInput,
  GuardianshipLookUp,
  GuardianshipMade,
  GuardianshipShown,
  QuietHours,
  ReviewState,
  Settings,
} from '@kith/contract';
import { KithError } from './errors.ts';
import { type Call, member, type Transport } from './http.ts';
import { segment } from './preservations.ts';

type Send = (to: Transport, call: Call) => Promise<unknown>;

/** Needs a key with the scope `families`. */
export class Families {
  readonly #to: Transport;
  readonly #send: Send;

  constructor(to: Transport, send: Send) {
    this.#to = to;
    this.#send = send;
  }

  /**
   * Invites in the name of who is signed in: a child its guardian, or a guardian a child. With the other left out, `code` is there
   * for whoever invites to show: it is given once.
   */
  async invite(input: GuardianshipInput): Promise<GuardianshipMade> {
    const json = await this.#post('/v1/guardianships', input);
    if (typeof member(json, 'guardianship') !== 'object') throw badAnswer();
    return json as GuardianshipMade; // Kith's own answer; its schema is the server's to keep
  }

  /**
   * What the invitation of a code asks, before it is answered: who asks, what would be seen and done, and what never is. Show `words`
   * whole, and send `terms` back with a child's yes. It uses nothing up; a wrong code counts as one that is answered.
   */
  async lookUp(input: GuardianshipLookUp): Promise<GuardianshipShown> {
    return readShown(await this.#post('/v1/guardianships/code', input));
  }

  /** The same of an invitation that names the one who would answer. */
  async invitation(id: string, input: Omit<GuardianshipLookUp, 'code'>): Promise<GuardianshipShown> {
    const query = new URLSearchParams(input);
    const path = `/v1/guardianships/${segment(id)}/invitation?${query}`;
    return readShown(await this.#send(this.#to, { method: 'GET', path }));
  }

  /**
   * Answers an invitation that names the one who answers. A child's yes has the `terms` of what it was shown, by `invitation` or by
   * its notice: `invitation_changed` where they are not so any more, and it is to be shown again.
   */
  async answer(id: string, input: GuardianshipAnswer): Promise<Guardianship> {
    return readOne(await this.#post(`/v1/guardianships/${segment(id)}/answer`, input));
  }

  /** Answers an invitation by the code that whoever invited has shown, after `lookUp`. A code works once. */
  async answerByCode(input: GuardianshipAnswer & { code: string }): Promise<Guardianship> {
    return readOne(await this.#post('/v1/guardianships/code/answer', input));
  }

  /** Ends a guardianship, or takes an invitation back. */
  async end(id: string, by: 'guardian' | 'child' | 'platform'): Promise<GuardianshipEnded> {
    const json = await this.#post(`/v1/guardianships/${segment(id)}/end`, { by });
    if (typeof member(json, 'became') !== 'string') throw badAnswer();
    return json as GuardianshipEnded; // as above
  }

  /** Those of an account, as guardian or as child, the newest first. */
  async of(account: string): Promise<Guardianship[]> {
    const path = `/v1/guardianships?account=${encodeURIComponent(account)}`;
    const list = member(await this.#send(this.#to, { method: 'GET', path }), 'guardianships');
    if (!Array.isArray(list)) throw badAnswer();
    return list as Guardianship[]; // as above
  }

  /** A link that signs somebody in to the Family Centre, once: open it at once, and log it nowhere. */
  async link(input: FamilyLinkInput): Promise<FamilyLink> {
    const json = await this.#post('/v1/family-links', input);
    if (typeof member(json, 'url') !== 'string') throw badAnswer();
    return json as FamilyLink; // as above
  }

  /** What a guardian sees of a child. The look stands in the child's log: ask when the guardian looks, and keep none of it. */
  async page(child: string, as: string): Promise<FamilyPage> {
    const json = await this.#send(this.#to, { method: 'GET', path: `${pathOf(child)}?as=${encodeURIComponent(as)}` });
    if (!Array.isArray(member(json, 'friends'))) throw badAnswer();
    return json as FamilyPage; // as above
  }

  /** What a child sees: the same page, who its guardians are, and every look. */
  async ownPage(child: string): Promise<ChildPage> {
    const json = await this.#send(this.#to, { method: 'GET', path: `${pathOf(child)}/own` });
    if (!Array.isArray(member(json, 'looks'))) throw badAnswer();
    return json as ChildPage; // as above
  }

  /**
   * A guardian's answer to weaker settings, with the wanted values that the page showed: `not_possible` where the child has changed
   * them since, or another guardian was faster. Gives the settings as they are now.
   */
  async answerSettings(
    child: string,
    input: { as: string; settings: Partial<Settings>; answer: 'approve' | 'refuse' },
  ): Promise<FamilySetting[]> {
    const settings = member(await this.#post(`${pathOf(child)}/settings`, input), 'settings');
    if (!Array.isArray(settings)) throw badAnswer();
    return settings as FamilySetting[]; // as above
  }

  /** Asks for an evening and night without notifications, or takes that back with null. */
  async setQuietHours(child: string, as: string, quietHours: QuietHours | null): Promise<void> {
    const body = JSON.stringify({ as, quietHours });
    const json = await this.#send(this.#to, { method: 'PUT', path: `${pathOf(child)}/quiet-hours`, body });
    if (member(json, 'quietHours') === undefined) throw badAnswer();
  }

  /** Asks the child to look at a contact together. */
  async askReview(child: string, as: string, about: string): Promise<FamilyReview> {
    return readReview(await this.#post(`${pathOf(child)}/reviews`, { as, about }));
  }

  /** The child's answer to that. */
  async answerReview(child: string, review: string, state: Exclude<ReviewState, 'asked'>): Promise<FamilyReview> {
    return readReview(await this.#post(`${pathOf(child)}/reviews/${segment(review)}`, { state }));
  }

  /**
   * A guardian reports an account, in confidence: neither the child nor who it is about learns who reported. `id` is filled in where
   * it is left out, before the first try: give your own where you may send the same report again yourself.
   */
  async report(child: string, input: GuardianReport): Promise<{ report: string; reference: string }> {
    const json = await this.#post(`${pathOf(child)}/reports`, { ...input, id: input.id ?? crypto.randomUUID() });
    const [report, reference] = [member(json, 'report'), member(json, 'reference')];
    if (typeof report !== 'string' || typeof reference !== 'string') throw badAnswer();
    return { report, reference };
  }

  /** The child lets its guardians know that it has reported somebody, and nothing more. Gives how many were told. */
  async tellGuardians(child: string): Promise<number> {
    const guardians = member(await this.#post(`${pathOf(child)}/told`, {}), 'guardians');
    if (typeof guardians !== 'number') throw badAnswer();
    return guardians;
  }

  #post(path: string, body: object): Promise<unknown> {
    return this.#send(this.#to, { method: 'POST', path, body: JSON.stringify(body) });
  }
}

const pathOf = (child: string): string => `/v1/families/${segment(child)}`;

const badAnswer = (): KithError =>
  new KithError('bad_answer', "what answered isn't this version of Kith: check `url`, and proxies on the way");

function readOne(json: unknown): Guardianship {
  if (typeof member(json, 'state') !== 'string') throw badAnswer();
  return json as Guardianship; // as above
}

function readShown(json: unknown): GuardianshipShown {
  if (typeof member(json, 'terms') !== 'string') throw badAnswer();
  return json as GuardianshipShown; // as above
}

function readReview(json: unknown): FamilyReview {
  if (typeof member(json, 'state') !== 'string') throw badAnswer();
  return json as FamilyReview; // as above
}
