/** What is said among whom, and how often: the ordinary mixes of acts. */
import type { Chance } from '../random.ts';
import type { ActName } from './acts.ts';

export interface Mix {
  draw(random: Chance): ActName;
}

function mixOf(weights: Readonly<Partial<Record<ActName, number>>>): Mix {
  const acts = Object.keys(weights) as ActName[]; // Object.keys forgets the keys' type
  // a table of a thousand: one look instead of a walk
  const total = Object.values(weights).reduce((sum, w) => sum + w, 0);
  const table: ActName[] = [];
  let filled = 0;
  for (const act of acts) {
    filled += ((weights[act] ?? 0) * TABLE) / total;
    while (table.length < filled) table.push(act);
  }
  return { draw: (random) => table[random.below(table.length)] };
}
const TABLE = 2000;

const PLAIN = {
  chat: 30,
  ask: 14,
  answer: 16,
  laugh: 6,
  react: 6,
  plan: 3,
  plan_yes: 3,
  plan_no: 2,
  thanks: 2,
  sorry: 1,
  encourage: 1.5,
};

export const mixes = {
  teens: mixOf({
    ...{ ...PLAIN, school: 8, homework: 5, game: 7, share_link: 0.5, congratulate: 0.5, peer_compliment: 1.2 },
    ...{
      peer_move: 0.5,
      peer_secret: 0.5,
      peer_photo: 0.9,
      peer_meet: 1.6,
      peer_dare: 0.4,
      peer_parents: 0.5,
      peer_nag: 0.5,
    },
  }),
  /** who like each other: warm words, plans, pictures; no harm */
  flirting: mixOf({
    ...{
      chat: 24,
      ask: 14,
      answer: 12,
      laugh: 6,
      interest: 5,
      peer_compliment: 9,
      peer_flirt: 12,
      peer_photo: 3,
      peer_meet: 5,
    },
    ...{ peer_secret: 2, peer_move: 2, peer_parents: 2, peer_nag: 2, peer_age: 0.5, plan: 3, plan_yes: 3 },
  }),
  /** who met in a game and find out about each other */
  gameMates: mixOf({
    ...{
      game: 40,
      chat: 12,
      ask: 8,
      answer: 8,
      laugh: 7,
      react: 5,
      peer_age: 3,
      peer_place: 3,
      peer_move: 4,
      trade: 2,
    },
    ...{ trade_gift: 1.2, encourage: 4, helpful: 2, plan: 3, plan_yes: 3, peer_dare: 0.5 },
  }),
  adults: mixOf({
    ...PLAIN,
    work: 12,
    errand: 9,
    share_link: 1,
    congratulate: 1,
    peer_meet: 1,
    relative_photo: 0.7,
    peer_move: 0.5,
  }),
  dealing: mixOf({ sell: 30, ask: 10, answer: 10, plan: 4, plan_yes: 4, thanks: 4, peer_move: 2 }),
  parentToChild: mixOf({
    family_where: 22,
    family_chore: 20,
    plan: 5,
    chat: 14,
    ask: 8,
    encourage: 6,
    thanks: 3,
    family_surprise: 2,
    relative_photo: 2,
  }),
  childToParent: mixOf({
    family_home: 22,
    ask: 12,
    answer: 20,
    chat: 14,
    thanks: 5,
    sorry: 4,
    laugh: 2,
    family_surprise: 2,
    say_ok: 8,
  }),
  siblings: mixOf({
    sibling_ask: 22,
    family_surprise: 5,
    chat: 20,
    game: 10,
    laugh: 8,
    answer: 12,
    say_no: 3,
    peer_secret: 2,
    peer_dare: 1,
    family_where: 4,
  }),
  relativeToChild: mixOf({
    relative_warm: 26,
    relative_photo: 6,
    ask: 12,
    chat: 12,
    school: 5,
    encourage: 8,
    family_surprise: 3,
    plan: 4,
    trade_gift: 0.5,
  }),
  childToRelative: mixOf({ thanks: 12, answer: 22, chat: 18, school: 10, fine: 8, laugh: 3, say_ok: 5 }),
  coaching: mixOf({ coach_notice: 40, coach_praise: 16, coach_ask: 14, encourage: 8, answer: 8, plan: 8 }),
  teaching: mixOf({ teacher_notice: 40, teacher_ask: 20, homework: 14, encourage: 10, answer: 10 }),
  toLeader: mixOf({ answer: 30, say_ok: 22, ask: 14, thanks: 12, homework: 6, sorry: 5, plan_yes: 5, plan_no: 4 }),
  fans: mixOf({ fan_praise: 50, ask: 20, game: 14, chat: 10, peer_age: 1 }),
  streaming: mixOf({ streamer_thanks: 40, streamer_invite: 12, answer: 20, game: 14, laugh: 8 }),
  recruiting: mixOf({ recruit: 30, recruit_move: 16, game: 14, answer: 14, ask: 8, mod_age: 3 }),
  playing: mixOf({ role_line: 60, role_secret: 12, laugh: 6, chat: 8, game: 6 }),
  newHere: mixOf({
    newcomer_ask: 40,
    newcomer_meet: 8,
    chat: 16,
    thanks: 10,
    answer: 12,
    interest: 4,
    peer_place: 4,
    peer_move: 3,
  }),
  trading: mixOf({ trade: 40, trade_gift: 12, trade_move: 8, game: 16, answer: 12, ask: 6, peer_age: 1 }),
  /** what an offender says that anybody might */
  grooming: mixOf({
    ...{ chat: 22, how_are_you: 7, interest: 20, game: 12, laugh: 9, peer_place: 2, school: 3, encourage: 8 },
    ...{ react: 8, fine: 3, plan_no: 1 },
  }),
  /** what a child says to somebody whom it talks with */
  chatting: mixOf({ answer: 26, chat: 20, laugh: 10, ask: 8, school: 8, game: 8, react: 6, fine: 4, thanks: 3 }),
} as const satisfies Record<string, Mix>;
