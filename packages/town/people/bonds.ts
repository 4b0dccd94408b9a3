/**
 * Who is connected with whom when nothing else has happened: home, relatives, class, club, neighbours. Pairs with the
 * minute in which they connect, in order of time; and the same as each person's list.
 */
import { HISTORY_MINUTES } from '../options.ts';
import type { Chance } from '../random.ts';
import { isChild, type People, type Person } from './people.ts';

/** People find each other within so many days of both having joined. */
const FOUND_WITHIN_MIN = 40 * 1440;

export interface Bonds {
  /** pairs, by the minute in which they connect (after the first day begins; below 0: before) */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly at_min: Int32Array;
  /** the friends of p: friends[start[p]] up to, and without, friends[start[p + 1]] */
  readonly start: Int32Array;
  readonly friends: Int32Array;
  /** since which minute each of them is one */
  readonly since_min: Int32Array;
}

class Pairs {
  #keys = new Float64Array(1 << 16);
  #used = 0;
  readonly count: number;
  readonly #alone: Uint8Array;

  constructor(people: People) {
    this.count = people.count;
    this.#alone = people.alone;
  }

  add(a: Person, b: Person): void {
    if (a === b || this.#alone[a] + this.#alone[b] > 0) return;
    if (this.#used === this.#keys.length) {
      const more = new Float64Array(this.#keys.length * 2);
      more.set(this.#keys);
      this.#keys = more;
    }
    this.#keys[this.#used++] = Math.min(a, b) * this.count + Math.max(a, b);
  }

  /** Each pair once, by its smaller number. */
  unique(): Float64Array {
    const sorted = this.#keys.subarray(0, this.#used).sort();
    let n = 0;
    for (let i = 0; i < sorted.length; i++) {
      if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[n++] = sorted[i];
    }
    return sorted.subarray(0, n);
  }
}

export function bond(people: People, random: Chance): Bonds {
  const pairs = new Pairs(people);
  for (let p = 0; p < people.count; p++) {
    atHome(people, p, pairs);
    if (isChild(people, p)) ofChild(people, p, pairs, random);
    else ofAdult(people, p, pairs, random);
  }
  for (const { leaders, children } of [...people.classes, ...people.clubs]) {
    for (const leader of leaders) {
      // most coaches are connected with their whole team, most teachers with some of their pupils
      const share = people.club[leader] === -1 ? random.between(0.1, 0.6) : random.between(0.5, 1);
      for (const child of children) if (random.is(share)) pairs.add(leader, child);
    }
  }
  return inOrder(people, pairs.unique(), random);
}

function atHome(people: People, p: Person, pairs: Pairs): void {
  for (let q = p + 1; q < people.count && people.household[q] === people.household[p]; q++) pairs.add(p, q);
}

function ofChild(people: People, p: Person, pairs: Pairs, random: Chance): void {
  const mates = people.classes[people.schoolClass[p] ?? -1]?.children ?? [];
  for (let i = 2 + random.below(3); i > 0 && mates.length > 1; i--) pairs.add(p, random.pick(mates));
  const team = people.clubs[people.club[p] ?? -1]?.children ?? [];
  for (let i = random.below(3); i > 0 && team.length > 1; i--) pairs.add(p, random.pick(team));
  // somebody from elsewhere: a holiday, a game
  if (random.is(0.15)) pairs.add(p, random.below(people.count));
  if (random.is(0.35)) pairs.add(p, relative(people, p, random));
}

/** A grown-up of another household, mostly nearby: an aunt, a grandfather. */
function relative(people: People, p: Person, random: Chance): Person {
  const place = people.places[people.place[p]];
  if (place === undefined || random.is(0.2)) return p;
  for (let tries = 0; tries < 8; tries++) {
    const q = place.first + random.below(place.end - place.first);
    if (!isChild(people, q) && people.household[q] !== people.household[p]) return q;
  }
  return p;
}

function ofAdult(people: People, p: Person, pairs: Pairs, random: Chance): void {
  const place = people.places[people.place[p]];
  if (place === undefined) return;
  for (let i = 1 + random.below(2); i > 0; i--) {
    const q = place.first + random.below(place.end - place.first);
    if (!isChild(people, q)) pairs.add(p, q);
  }
  if (random.is(0.3)) {
    const q = random.below(people.count);
    if (!isChild(people, q)) pairs.add(p, q);
  }
}

function inOrder(people: People, keys: Float64Array, random: Chance): Bonds {
  const n = keys.length;
  const minutes = new Int32Array(n);
  const start = new Int32Array(people.count + 1);
  for (let i = 0; i < n; i++) {
    const [a, b] = [Math.floor(keys[i] / people.count), keys[i] % people.count];
    const together = Math.max(people.joined_min[a], people.joined_min[b]);
    // the evening more than the night
    minutes[i] = awake(together + 5 + Math.floor(random.next() ** 2 * FOUND_WITHIN_MIN), together + 5, random);
    start[a + 1] = start[a + 1] + 1;
    start[b + 1] = start[b + 1] + 1;
  }
  for (let p = 0; p < people.count; p++) start[p + 1] = start[p + 1] + start[p];
  const order = byTime(minutes);
  const [friends, since_min] = [new Int32Array(2 * n), new Int32Array(2 * n)];
  const filled = start.slice();
  const put = (person: Person, friend: Person, minute: number) => {
    const at = filled[person];
    friends[at] = friend;
    since_min[at] = minute;
    filled[person] = at + 1;
  };
  const [from, to, at_min] = [new Int32Array(n), new Int32Array(n), new Int32Array(n)];
  for (let i = 0; i < n; i++) {
    const k = order[i];
    const [a, b] = [Math.floor(keys[k] / people.count), keys[k] % people.count];
    // either may be the one who asks; but it is the leader who asks the team
    const asks = people.role[a] !== 0 || (people.role[b] === 0 && random.is(0.5)) ? a : b;
    from[i] = asks;
    to[i] = asks === a ? b : a;
    at_min[i] = minutes[k];
    put(a, b, minutes[k]);
    put(b, a, minutes[k]);
  }
  return { from, to, at_min, start, friends, since_min };
}

/** Minutes at night are moved into the day after. */
function awake(minute: number, earliest: number, random: Chance): number {
  const ofDay = ((minute % 1440) + 1440) % 1440;
  return Math.max(earliest, ofDay < 7 * 60 ? minute - ofDay + 8 * 60 + random.below(14 * 60) : minute);
}

/** The places of the minutes in their order: whole numbers fit twice into a double, so one sort does. */
function byTime(minutes: Int32Array): Int32Array {
  const n = minutes.length;
  const keys = new Float64Array(n);
  for (let i = 0; i < n; i++) keys[i] = (minutes[i] + HISTORY_MINUTES) * n + i;
  keys.sort();
  return Int32Array.from(keys, (key) => key % n);
}
