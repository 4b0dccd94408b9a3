/** Guardianships, and the way into the Family Centre, for people who are signed in on the platform. */
import type {
  FamilyLink,
  FamilyLinkInput,
  Guardianship,
  GuardianshipAnswer,
  GuardianshipEnded,
  GuardianshipInput,
  GuardianshipMade,
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

  /** Answers an invitation that names the one who answers. */
  async answer(id: string, input: GuardianshipAnswer): Promise<Guardianship> {
    return readOne(await this.#post(`/v1/guardianships/${segment(id)}/answer`, input));
  }

  /** Answers an invitation by the code that whoever invited has shown. A code works once. */
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

  #post(path: string, body: object): Promise<unknown> {
    return this.#send(this.#to, { method: 'POST', path, body: JSON.stringify(body) });
  }
}

const badAnswer = (): KithError =>
  new KithError('bad_answer', "what answered isn't this version of Kith: check `url`, and proxies on the way");

function readOne(json: unknown): Guardianship {
  if (typeof member(json, 'state') !== 'string') throw badAnswer();
  return json as Guardianship; // as above
}
