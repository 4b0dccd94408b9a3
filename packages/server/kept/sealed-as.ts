/** What a kept text belongs to: its additional data, so that no text can be put into another message's place. */

export interface Belongs {
  message: string;
  event: string;
  actor: string;
  other: string | null;
  at: number;
}

/** Of a message that is sealed by itself. @param key the name of its key: day:2026-11-25, or case:… */
export const sealedAs = (key: string, { message, event, actor, other, at }: Belongs): string =>
  JSON.stringify(['kith kept 1', key, message, event, actor, other, at]);

/** Of the texts of a pack. @param heads the pack's, as they are written */
export const packSealedAs = (key: string, heads: string): string => `kith kept 2\n${key}\n${heads}`;
