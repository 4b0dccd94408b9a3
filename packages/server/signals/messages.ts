/** Reads the text of messages, with the language of their conversation where that makes a difference. */
import type { TextRead, TextReader } from '@kith/engine';
import type { ConversationLanguages } from './language.ts';

export interface MessageText {
  actor: string;
  other?: string | undefined;
  conversation?: string | undefined;
  text: string;
  /** what the platform says it is */
  language?: string | undefined;
}

export interface MessageReader {
  read(message: MessageText): TextRead;
}

/**
 * @param reader asked for anew for each message, as a reload puts another in its place
 * @param languages null where they are not told apart: then every cue counts
 */
export function createMessageReader(reader: () => TextReader, languages: ConversationLanguages | null): MessageReader {
  return {
    read(message) {
      const { text, language } = message;
      const read = reader().read(text, language);
      // most texts are no evidence in any language, and telling languages apart costs more than reading
      if (read.evidence.length === 0 || language !== undefined || languages === null) return read;
      const guessed = languages.of(conversationOf(message), text);
      return guessed === '' ? read : reader().read(text, guessed);
    },
  };
}

/** Identifiers hold no control characters, so this joins two without doubt; both ways it is the same talk. */
function conversationOf({ conversation, actor, other = '' }: MessageText): string {
  if (conversation !== undefined) return conversation;
  return actor < other ? `${actor}\n${other}` : `${other}\n${actor}`;
}
