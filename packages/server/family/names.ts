/** Names of people and groups, as the platform gives them when a page is made. */

export interface Names {
  /** null where the platform gives none, or could not be asked */
  account(id: string): string | null;
  conversation(id: string): string | null;
}

export interface NamesAsked {
  accounts: readonly string[];
  conversations: readonly string[];
}

export interface NameSource {
  of(asked: NamesAsked): Promise<Names>;
}

/** Where nobody has said whom to ask: pages show what accounts are called in Kith. */
export const nameless: NameSource = { of: async () => ({ account: () => null, conversation: () => null }) };
