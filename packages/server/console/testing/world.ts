/** People and what they do to each other, told to a Kith by events, so that there is something to judge. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CaseSummary, type CaseView, casePage, caseView } from '@kith/contract';
import type { Running } from '../../testing/kith.ts';
import type { Staff } from '../../testing/sign-in.ts';

const AGE = { method: 'declared', confidence: 0.9 };
/** What a person would see at once. Nothing like it is written anywhere: codes say what a platform's own device saw. */
const CODES = ['MEETING', 'MEDIA_REQUEST', 'SECRECY', 'OFF_PLATFORM', 'PRESSURE'];

export interface World {
  /** an event of now, or of a time */
  tell(type: string, data: object, at?: Date): Promise<void>;
  tellAll(events: { type: string; data: object; at?: Date }[]): Promise<void>;
  child(...names: string[]): Promise<void>;
  adult(...names: string[]): Promise<void>;
  /** an adult writes to a child so that a case opens */
  pursue(adult: string, child: string, text?: string): Promise<void>;
}

export function worldOf(kith: Running, run = 'w'): World {
  let made = 0;
  const post = async (events: { type: string; data: object; at?: Date }[]) => {
    const sent = events.map(({ type, data, at = new Date() }) => ({
      ...{ id: `${run}-${++made}`, type, time: at.toISOString(), data },
    }));
    const response = await kith.post('/v1/events', sent);
    const { results }: { results: { status: string; error?: unknown }[] } = JSON.parse(await response.text());
    for (const result of results) assert.equal(result.status, 'accepted', JSON.stringify(result));
  };
  const tellAll = async (events: Parameters<typeof post>[0]) => {
    for (let i = 0; i < events.length; i += 1000) await post(events.slice(i, i + 1000));
  };
  const accounts = (names: string[], data: object) =>
    tellAll(names.map((actor) => ({ type: 'account.created', data: { actor, ...data } })));
  return {
    tell: (type, data, at) => post([{ type, data, ...(at && { at }) }]),
    tellAll,
    child: (...names) => accounts(names, { age: { band: '13to15', ...AGE }, settings: { directMessages: 'everyone' } }),
    adult: (...names) => accounts(names, { age: { band: 'adult', ...AGE } }),
    pursue: (adult, child, text = 'hello there') =>
      tellAll(
        CODES.map((code, i) => ({
          type: 'message.sent',
          data: {
            ...{ actor: adult, other: child, message: `${adult}-${child}-${code}`, evidence: [{ code }] },
            text: `${text} ${i}`,
          },
        })),
      ),
  };
}

/** How often the queue is asked for until it is weighed: a minute's worth. Weighing is done beside all else, on any machine. */
const TRIES_MAX = 1200;

/** The queue, once everything in it is weighed and as many wait as there should. */
export async function queueOf(staff: Staff, least: number): Promise<readonly CaseSummary[]> {
  for (let tries = 0; ; tries++) {
    const { cases } = casePage.parse(await (await staff.get('/v1/cases?limit=200')).json());
    if (cases.length >= least && cases.every(({ dueAt }) => dueAt !== null)) return cases;
    assert.ok(tries < TRIES_MAX, `${cases.length} cases wait, of ${least}`);
    await sleep(50);
  }
}

export const caseOf = async (staff: Staff, id: string): Promise<CaseView> =>
  caseView.parse(await (await staff.get(`/v1/cases/${encodeURIComponent(id)}`)).json());
