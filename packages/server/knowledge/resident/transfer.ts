/** Knowledge in and out of memory as rows that any store takes. */
import { type Identifier, isBlankConduct, wasAccepted, wasFlagged } from '@kith/engine';
import type { KnowledgeRow } from '../store.ts';
import type { ResidentKnowledge } from './knowledge.ts';
import { ACCOUNT, CONTACT, MEMBER, readAccount, readContact } from './rows.ts';
import type { ResidentState } from './state.ts';
import type { Table } from './table.ts';

/** Rows in one chunk of a transfer. */
const CHUNK = 5_000;

/** Everything that is known. Accounts that are only named by others, of which nothing is known, are left out. */
export async function* rowsOf(
  state: ResidentState,
  knowledge: ResidentKnowledge,
): AsyncGenerator<readonly KnowledgeRow[]> {
  let chunk: KnowledgeRow[] = [];
  const { accounts, contacts, conversations, members, conducts, approaches } = state;
  const full = (): boolean => chunk.length >= CHUNK;
  const take = (): readonly KnowledgeRow[] => {
    const taken = chunk;
    chunk = [];
    return taken;
  };
  for (let slot = 0; slot < accounts.count; slot++) {
    if (isBlank(accounts, slot)) continue;
    chunk.push({ row: 'account', value: readAccount(accounts, slot, state.accountId(slot), state.codes) });
    if (full()) yield take();
  }
  for (let slot = 0; slot < contacts.count; slot++) {
    const actor = state.accountId(contacts.get(slot, CONTACT.actor));
    const other = state.accountId(contacts.get(slot, CONTACT.other));
    chunk.push({
      row: 'contact',
      value: readContact(contacts, slot, actor, other),
      acceptedPlace: contacts.get(slot, CONTACT.acceptedOrder),
      flaggedPlace: contacts.get(slot, CONTACT.flaggedOrder),
    });
    if (full()) yield take();
  }
  // after the accounts and contacts that they belong to
  for (let slot = 0; slot < conducts.count; slot++) {
    const value = knowledge.conduct(state.accountId(state.conductOf.owner(slot)));
    if (!isBlankConduct(value)) chunk.push({ row: 'conduct', value });
    if (full()) yield take();
  }
  for (let slot = 0; slot < approaches.count; slot++) {
    const contact = state.approachOf.owner(slot);
    const actor = state.accountId(contacts.get(contact, CONTACT.actor));
    const other = state.accountId(contacts.get(contact, CONTACT.other));
    chunk.push({ row: 'approach', value: knowledge.approach(actor, other) });
    if (full()) yield take();
  }
  for (let slot = 0; slot < conversations.count; slot++) {
    chunk.push({ row: 'conversation', value: knowledge.conversation(state.conversationId(slot)) });
    if (full()) yield take();
  }
  for (let slot = 0; slot < members.count; slot++) {
    const joinedPlace = members.get(slot, MEMBER.joinedOrder);
    if (joinedPlace === 0) continue;
    chunk.push({
      row: 'member',
      conversation: state.conversationId(members.get(slot, MEMBER.conversation)),
      account: state.accountId(members.get(slot, MEMBER.account)),
      joinedPlace,
    });
    if (full()) yield take();
  }
  const { known } = state;
  for (let slot = 0; slot < known.identifierCount; slot++) {
    const there = known.identifierAt(slot);
    if (there !== null) chunk.push({ row: 'identifier', ...there });
    if (full()) yield take();
  }
  for (let slot = 0; slot < known.linksCount; slot++) {
    const value = known.linksAt(slot);
    if (value !== null) chunk.push({ row: 'links', value });
    if (full()) yield take();
  }
  for (let slot = 0; slot < known.mediaCount; slot++) {
    chunk.push({ row: 'media', value: known.mediaAt(slot) });
    if (full()) yield take();
  }
  if (chunk.length > 0) yield take();
}

/** Every word after the identifier's is 0. */
function isBlank(accounts: Table, slot: number): boolean {
  const o = accounts.offsetOf(slot);
  return accounts
    .chunkOf(slot)
    .subarray(o + ACCOUNT.bits, o + ACCOUNT.WIDTH)
    .every((word) => word === 0);
}

/** Fills an empty state with rows in any order; `between` is called after each chunk, so that the journal can be kept. */
export async function fillState(
  state: ResidentState,
  rows: AsyncIterable<readonly KnowledgeRow[]>,
  between: () => void,
): Promise<void> {
  const accepted: { slot: number; place: number }[] = [];
  const flagged: { slot: number; place: number }[] = [];
  const joined: { conversation: string; account: string; place: number }[] = [];
  const identifiers: { value: Identifier; place: number }[] = [];
  for await (const chunk of rows) {
    for (const row of chunk) {
      switch (row.row) {
        case 'account':
          state.writeAccount(row.value);
          break;
        case 'contact': {
          const slot = state.writeContact(row.value, false, false);
          if (wasAccepted(row.value)) accepted.push({ slot, place: row.acceptedPlace });
          if (wasFlagged(row.value)) flagged.push({ slot, place: row.flaggedPlace });
          break;
        }
        case 'conduct':
          state.writeConduct(row.value);
          break;
        case 'approach':
          state.writeApproach(row.value);
          break;
        case 'conversation':
          state.writeConversation(row.value);
          break;
        case 'member':
          joined.push({ conversation: row.conversation, account: row.account, place: row.joinedPlace });
          break;
        case 'identifier':
          identifiers.push(row);
          break;
        case 'links':
          state.known.writeLinks(row.value);
          break;
        case 'media':
          state.known.writeMedia(row.value);
          break;
        default:
          row satisfies never;
      }
    }
    between();
  }
  for (const { slot } of byPlace(accepted)) state.listAccepted(slot);
  for (const { slot } of byPlace(flagged)) state.listFlagged(slot);
  for (const { conversation, account } of byPlace(joined)) state.join(state.conversation(conversation), account);
  for (const { value } of byPlace(identifiers)) state.known.keepIdentifier(value);
  between();
}

const byPlace = <T extends { place: number }>(list: T[]): T[] => list.sort((a, b) => a.place - b.place);
