/** What each word of a row holds: from rows to plain named fields, and back. */
import type { AccountStatus, AgeBand, AgeMethod, DirectMessages, Risk, Settings } from '@kith/contract';
import { type Account, type Contact, NO_REQUESTS, settingNames } from '@kith/engine';
import { informedBits, informedFrom } from '../informed-bits.ts';
import type { Table } from './table.ts';

export const ACCOUNT = {
  idOffset: 0,
  idSize: 1,
  /** known 1 bit, age band 3, method 2, status 3, risk 2, confidence 8, barred 1, linked 1, guarded 1, pending confirmed 1, blocks 1, from the lowest */
  bits: 2,
  /** settings 12 bits, pending settings 12 bits, how often it was informed 8 bits, from the lowest */
  settings: 3,
  /** two letters 16 bits, how many child requests 4 bits, the day on which it was informed 12 bits, from the lowest */
  country: 4,
  region: 5,
  language: 6,
  createdAt: 7,
  childRequests: 8,
  WIDTH: 16,
} as const;

export const CONTACT = {
  actor: 0,
  other: 1,
  firstAt: 2,
  lastAt: 3,
  messages: 4,
  groupMessages: 5,
  withheld: 6,
  replies: 7,
  requestedAt: 8,
  acceptStep: 9,
  removeStep: 10,
  blockedAt: 11,
  reportedAt: 12,
  answeredAt: 13,
  warnedAt: 14,
  /** began 1 bit, in contacts 1, blocking 1, answer 2, told of block 12, told of report 12, from the lowest */
  bits: 18,
  /** 1 for the first contact that was ever accepted, and so on; 0 where it never was */
  acceptedOrder: 19,
  /** the same for blocking or reporting */
  flaggedOrder: 20,
  WIDTH: 21,
} as const;

export const CONVERSATION = {
  idOffset: 0,
  idSize: 1,
  /** direct 1 bit */
  bits: 2,
  createdAt: 3,
  lastAt: 4,
  messages: 5,
  members: 6,
  WIDTH: 7,
} as const;

export const MEMBER = {
  conversation: 0,
  account: 1,
  /** rises with every joining; 0 where it has left */
  joinedOrder: 2,
  WIDTH: 3,
} as const;

/** A word that many accounts share: a region, a language. */
export const WORD = { offset: 0, size: 1, WIDTH: 2 } as const;

const ageBands: readonly AgeBand[] = ['unknown', 'under13', '13to15', '16to17', 'adult'];
const ageMethods: readonly AgeMethod[] = ['unknown', 'declared', 'estimated', 'verified'];
const statuses: readonly AccountStatus[] = ['active', 'restricted', 'suspended', 'disabled', 'deleted'];
const risks: readonly Risk[] = ['none', 'low', 'medium', 'high'];
const answers: readonly Contact['answer'][] = ['none', 'accepted', 'declined'];
const directMessages: readonly DirectMessages[] = ['connections', 'ask', 'everyone'];

const BARRED = 1 << 19;
const LINKED = 1 << 20;
const GUARDED = 1 << 21;
const PENDING_CONFIRMED = 1 << 22;
const BLOCKS = 1 << 23;
const BLOCKING = 1 << 2;

/** Whether an account's bits say that it is an adult. */
export const isAdult = (bits: number): boolean => ageBands[(bits >>> 1) & 7] === 'adult';

/** Whether an account's bits say that it was deleted, and is not barred. */
export const isGone = (bits: number): boolean => statuses[(bits >>> 6) & 7] === 'deleted' && (bits & BARRED) === 0;

/** The same of the engine's isSeenByGuardian. */
export const isSeenByGuardian = (bits: number): boolean => (bits & GUARDED) !== 0 && !isAdult(bits);

/**
 * Marks an account as one that blocks somebody, where one of its contacts' bits says so: what was saved before accounts had
 * the mark lacks it.
 */
export function markIfBlocking(accounts: Table, slot: number, contactBits: number): void {
  if ((contactBits & BLOCKING) === 0) return;
  const bits = accounts.get(slot, ACCOUNT.bits);
  if ((bits & BLOCKS) !== 0) return;
  accounts.set(slot, ACCOUNT.bits, bits | BLOCKS);
  accounts.touch(slot);
}

/** Two bits a setting: 0 not chosen, else 1 + the value. */
function encodeSettings(s: Partial<Settings>): number {
  let code = 0;
  for (let i = 0; i < settingNames.length; i++) {
    const value = s[settingNames[i]];
    if (value === undefined) continue;
    code |= (1 + (typeof value === 'boolean' ? Number(value) : directMessages.indexOf(value))) << (2 * i);
  }
  return code;
}

const decoded: Readonly<Partial<Settings>>[] = [];

function decodeSettings(code: number): Readonly<Partial<Settings>> {
  let s = decoded[code];
  if (s === undefined) {
    const made: Record<string, boolean | DirectMessages> = {};
    settingNames.forEach((name, i) => {
      const bits = (code >>> (2 * i)) & 3;
      if (bits > 0) made[name] = name === 'directMessages' ? directMessages[bits - 1] : bits === 2;
    });
    s = Object.freeze(made);
    decoded[code] = s;
  }
  return s;
}

/** Turns regions and languages into numbers and back; 0 is ''. */
export interface Words {
  number(word: string): number;
  word(number: number): string;
}

const countries: string[] = [''];

function decodeCountry(code: number): string {
  countries[code] ??= String.fromCharCode(code & 0xff, code >>> 8);
  return countries[code];
}

/** Whether an account is of a country and region ('' matches any): asked of every connection of a child, so not read whole. */
export function livesIn(table: Table, slot: number, words: Words, country: string, region: string): boolean {
  const c = table.chunkOf(slot);
  const o = table.offsetOf(slot);
  if (decodeCountry(c[o + ACCOUNT.country] & 0xffff) !== country) return false;
  return region === '' || words.word(c[o + ACCOUNT.region]) === region;
}

export function readAccount(table: Table, slot: number, id: string, words: Words): Account {
  const c = table.chunkOf(slot);
  const o = table.offsetOf(slot);
  const bits = c[o + ACCOUNT.bits];
  const settings = c[o + ACCOUNT.settings];
  const country = c[o + ACCOUNT.country];
  const requests = (country >>> 16) & 0xf;
  return {
    id,
    known: (bits & 1) !== 0,
    ageBand: ageBands[(bits >>> 1) & 7],
    ageMethod: ageMethods[(bits >>> 4) & 3],
    ageConfidence: (bits >>> 11) & 0xff,
    country: decodeCountry(country & 0xffff),
    region: words.word(c[o + ACCOUNT.region]),
    language: words.word(c[o + ACCOUNT.language]),
    createdAt: c[o + ACCOUNT.createdAt],
    status: statuses[(bits >>> 6) & 7],
    risk: risks[(bits >>> 9) & 3],
    settings: decodeSettings(settings & 0xfff),
    pendingSettings: decodeSettings((settings >>> 12) & 0xfff),
    pendingConfirmed: (bits & PENDING_CONFIRMED) !== 0,
    childRequests:
      requests === 0
        ? NO_REQUESTS
        : Array.from(c.subarray(o + ACCOUNT.childRequests, o + ACCOUNT.childRequests + requests)),
    barred: (bits & BARRED) !== 0,
    linked: (bits & LINKED) !== 0,
    blocks: (bits & BLOCKS) !== 0,
    guarded: (bits & GUARDED) !== 0,
    informed: informedFrom(((country >>> 20) << 8) | (settings >>> 24)),
  };
}

export function writeAccount(table: Table, slot: number, a: Account, words: Words): void {
  const c = table.chunkOf(slot);
  const o = table.offsetOf(slot);
  c[o + ACCOUNT.bits] =
    Number(a.known) |
    (ageBands.indexOf(a.ageBand) << 1) |
    (ageMethods.indexOf(a.ageMethod) << 4) |
    (statuses.indexOf(a.status) << 6) |
    (risks.indexOf(a.risk) << 9) |
    (a.ageConfidence << 11) |
    (a.barred ? BARRED : 0) |
    (a.linked ? LINKED : 0) |
    (a.blocks ? BLOCKS : 0) |
    (a.guarded ? GUARDED : 0) |
    (a.pendingConfirmed ? PENDING_CONFIRMED : 0);
  const informed = informedBits(a.informed);
  c[o + ACCOUNT.settings] =
    encodeSettings(a.settings) | (encodeSettings(a.pendingSettings) << 12) | ((informed & 0xff) << 24);
  const country = a.country === '' ? 0 : a.country.charCodeAt(0) | (a.country.charCodeAt(1) << 8);
  c[o + ACCOUNT.country] = country | (a.childRequests.length << 16) | ((informed >>> 8) << 20);
  c[o + ACCOUNT.region] = words.number(a.region);
  c[o + ACCOUNT.language] = words.number(a.language);
  c[o + ACCOUNT.createdAt] = a.createdAt;
  for (let i = 0; i < ACCOUNT.WIDTH - ACCOUNT.childRequests; i++) {
    c[o + ACCOUNT.childRequests + i] = a.childRequests[i] ?? 0;
  }
}

export function readContact(table: Table, slot: number, actor: string, other: string): Contact {
  const c = table.chunkOf(slot);
  const o = table.offsetOf(slot);
  const bits = c[o + CONTACT.bits];
  return {
    actor,
    other,
    firstAt: c[o + CONTACT.firstAt],
    lastAt: c[o + CONTACT.lastAt],
    began: (bits & 1) !== 0,
    messages: c[o + CONTACT.messages],
    groupMessages: c[o + CONTACT.groupMessages],
    withheld: c[o + CONTACT.withheld],
    replies: c[o + CONTACT.replies],
    inContacts: (bits & 2) !== 0,
    requestedAt: c[o + CONTACT.requestedAt],
    acceptStep: c[o + CONTACT.acceptStep],
    removeStep: c[o + CONTACT.removeStep],
    blocking: (bits & BLOCKING) !== 0,
    blockedAt: c[o + CONTACT.blockedAt],
    reportedAt: c[o + CONTACT.reportedAt],
    answer: answers[(bits >>> 3) & 3],
    answeredAt: c[o + CONTACT.answeredAt],
    warnedAt: [
      c[o + CONTACT.warnedAt],
      c[o + CONTACT.warnedAt + 1],
      c[o + CONTACT.warnedAt + 2],
      c[o + CONTACT.warnedAt + 3],
    ],
    toldOfBlock: (bits >>> 5) & 0xfff,
    toldOfReport: (bits >>> 17) & 0xfff,
  };
}

/** Leaves the row's two accounts and its orders as they are. */
export function writeContact(table: Table, slot: number, contact: Contact): void {
  const c = table.chunkOf(slot);
  const o = table.offsetOf(slot);
  c[o + CONTACT.firstAt] = contact.firstAt;
  c[o + CONTACT.lastAt] = contact.lastAt;
  c[o + CONTACT.messages] = contact.messages;
  c[o + CONTACT.groupMessages] = contact.groupMessages;
  c[o + CONTACT.withheld] = contact.withheld;
  c[o + CONTACT.replies] = contact.replies;
  c[o + CONTACT.requestedAt] = contact.requestedAt;
  c[o + CONTACT.acceptStep] = contact.acceptStep;
  c[o + CONTACT.removeStep] = contact.removeStep;
  c[o + CONTACT.blockedAt] = contact.blockedAt;
  c[o + CONTACT.reportedAt] = contact.reportedAt;
  c[o + CONTACT.answeredAt] = contact.answeredAt;
  for (let i = 0; i < 4; i++) c[o + CONTACT.warnedAt + i] = contact.warnedAt[i] ?? 0;
  c[o + CONTACT.bits] =
    Number(contact.began) |
    (Number(contact.inContacts) << 1) |
    (contact.blocking ? BLOCKING : 0) |
    (answers.indexOf(contact.answer) << 3) |
    (contact.toldOfBlock << 5) |
    (contact.toldOfReport << 17);
}
