/** What is known of a conversation. It is written by the events that happen in it. */
import type { Seconds } from './account.ts';

export interface Conversation {
  readonly id: string;
  known: boolean;
  kind: 'direct' | 'group';
  createdAt: Seconds;
  lastAt: Seconds;
  messages: number;
  /** how many are in it now */
  members: number;
}

export function blankConversation(id: string): Conversation {
  return { id, known: false, kind: 'group', createdAt: 0, lastAt: 0, messages: 0, members: 0 };
}
