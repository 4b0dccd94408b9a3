/** What people are on the platform, beside ordinary: the hard negatives, who do some of what offenders do. */

export const roles = [
  'ordinary',
  /** writes to all children of a club */
  'coach',
  /** writes to many pupils */
  'teacher',
  /** many young fans write first, and are answered */
  'streamer',
  /** asks strangers of any age into a guild, elsewhere */
  'recruiter',
  /** the same line to everybody, with a link */
  'spammer',
  /** plays a part with strangers: kings, secrets, quests */
  'rolePlayer',
  /** writes to whoever breaks a rule, and asks for their age */
  'moderator',
  /** an adult new in the country: knows nobody there, writes to many */
  'newcomer',
  /** trades and gives things in games */
  'trader',
  /** plays with whoever is there, of any age, and stays in touch */
  'gamer',
] as const;
export type Role = (typeof roles)[number];

/** Share of adults (and, where it says so, of teens) who are it; coaches and teachers come with clubs and schools. */
export const ROLE_SHARES: Readonly<Partial<Record<Role, { adults: number; teens: number }>>> = {
  streamer: { adults: 0.0004, teens: 0.0004 },
  recruiter: { adults: 0.0015, teens: 0.001 },
  spammer: { adults: 0.001, teens: 0 },
  rolePlayer: { adults: 0.004, teens: 0.006 },
  moderator: { adults: 0.0004, teens: 0 },
  newcomer: { adults: 0.004, teens: 0 },
  trader: { adults: 0.003, teens: 0.006 },
  gamer: { adults: 0.012, teens: 0.05 },
};

/** How often a day each of them does what they are known for. */
export const ROLE_TIMES_A_DAY: Readonly<Record<Exclude<Role, 'ordinary'>, number>> = {
  coach: 0.8,
  teacher: 0.8,
  streamer: 6,
  recruiter: 3,
  spammer: 3,
  rolePlayer: 1,
  moderator: 5,
  newcomer: 1,
  trader: 1,
  gamer: 1.6,
};
