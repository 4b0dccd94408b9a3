/** Names of people and groups, as the platform gives them when a page is made. */
import type { NamesAsked } from '@kith/contract';

export interface Names {
  /** null where the platform gives none, or could not be asked */
  account(id: string): string | null;
  conversation(id: string): string | null;
}

export interface NameSource {
  of(asked: NamesAsked): Promise<Names>;
}

/** Where nobody has said whom to ask: pages show what accounts are called in Kith. */
export const nameless: NameSource = { of: async () => ({ account: () => null, conversation: () => null }) };
