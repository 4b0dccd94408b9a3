/** What follows here from Kith's decision: on the first answer, and whenever it is revised. */
import type { Decision, Outcome } from '@kith/client';
import { noticesFor } from '@kith/client/notices/server';
import type { Settings } from '../protocol.ts';
import type { Store } from './database.ts';
import { keepArrival } from './kept-notices.ts';
import type { OutEvent } from './outbox.ts';

type Answered = Extract<OutEvent, { type: 'notice.answered' }>['data'];

/** What Kith decided, or `null` where it refused the event: then nothing of it happens. */
export function follow(store: Store, event: OutEvent, decision: Decision | null): void {
  const outcome = decision?.outcome ?? 'block';
  // the outcome of any other event changes nothing here
  if (event.type === 'message.sent') messageIs(store, event.data.message, outcome);
  if (event.type === 'connection.requested') requestIs(store, event.id, outcome);
  if (event.type === 'conversation.created') membersAre(store, event.id, event.data.members ?? [], decision);
  if (event.type === 'conversation.joined') membersAre(store, event.id, [event.data.actor], decision);
  if (event.type === 'settings.changed') settingsAre(store, event.data.actor, event.data.settings, outcome);
  if (event.type === 'notice.answered') answerIs(store, event.data, outcome);
  if (decision === null) return;
  // each to its own person; why it was decided so stays here
  for (const to of new Set(decision.notices.map((notice) => notice.to))) {
    for (const arrival of noticesFor({ id: event.id, decision }, to)) keepArrival(store, arrival);
  }
}

/** Only `allow` and `notice` deliver. Whatever else there may be one day withholds. */
function stateOf(outcome: Outcome): 'delivered' | 'asked' | 'held' | 'refused' {
  switch (outcome) {
    case 'allow':
    case 'notice':
      return 'delivered';
    case 'confirm':
      return 'asked';
    case 'hold':
      return 'held';
    case 'block':
      return 'refused';
    default:
      return outcome satisfies never;
  }
}

/** A revision finds the message held, and may deliver it or not. One that was delivered, declined or removed stays so. */
function messageIs(store: Store, message: string, outcome: Outcome): void {
  store.run(
    "UPDATE message SET state = ? WHERE id = ? AND state IN ('deciding', 'held')",
    ...[stateOf(outcome), message],
  );
}

/** A request is delivered by asking the other. */
function requestIs(store: Store, event: string, outcome: Outcome): void {
  const state = stateOf(outcome);
  store.run(
    "UPDATE friendship SET state = ? WHERE event = ? AND state IN ('deciding', 'held')",
    ...[state === 'delivered' ? 'asked' : state, event],
  );
}

/** Everybody comes in but those who are asked first; `hold` and `block` let nobody in. */
function membersAre(store: Store, event: string, members: readonly string[], decision: Decision | null): void {
  const invited = decision?.notices.filter(({ kind }) => kind === 'group_invite').map(({ to }) => to) ?? [];
  const open = decision !== null && decision.outcome !== 'hold' && decision.outcome !== 'block';
  for (const person of members) {
    const state = !open ? 'refused' : invited.includes(person) ? 'asked' : 'in';
    store.run(
      "UPDATE member SET state = ? WHERE event = ? AND person = ? AND state IN ('deciding', 'refused')",
      ...[state, event, person],
    );
  }
}

/** A child's weaker setting waits until the child has read what it gives up. */
function settingsAre(store: Store, person: string, changed: Partial<Settings>, outcome: Outcome): void {
  const state = stateOf(outcome);
  // held: a guardian is asked
  const column = state === 'delivered' ? 'settings' : state === 'refused' ? null : 'wanted';
  if (column === null) return;
  store.run(
    `UPDATE person SET ${column} = json_patch(${column}, ?) WHERE id = ?`,
    ...[JSON.stringify(changed), person],
  );
  if (column === 'settings') unwant(store, person, Object.keys(changed));
}

/** A child's yes to a weaker setting: it holds now, or waits for a guardian's (`hold`), of which `settings.decided` tells. */
function answerIs(store: Store, { actor, notice, choice }: Answered, outcome: Outcome): void {
  if (notice !== 'weaker_setting' || choice !== 'accept' || stateOf(outcome) !== 'delivered') return;
  const row = store.one<{ wanted: string }>('SELECT wanted FROM person WHERE id = ?', actor);
  settingsHold(store, actor, Object.keys(JSON.parse(row?.wanted ?? '{}')));
}

/** These settings wait for no answer any more. */
export function unwant(store: Store, person: string, names: readonly string[]): void {
  for (const name of names) {
    store.run("UPDATE person SET wanted = json_remove(wanted, '$.' || ?) WHERE id = ?", name, person);
  }
}

/** Settings that a child asked for and has said yes to hold now. */
export function settingsHold(store: Store, person: string, names: readonly string[]): void {
  const row = store.one<{ wanted: string }>('SELECT wanted FROM person WHERE id = ?', person);
  const wanted: Record<string, unknown> = JSON.parse(row?.wanted ?? '{}');
  const now = Object.fromEntries(Object.entries(wanted).filter(([name]) => names.includes(name)));
  store.run('UPDATE person SET settings = json_patch(settings, ?) WHERE id = ?', JSON.stringify(now), person);
  unwant(store, person, names);
}
