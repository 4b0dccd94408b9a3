/** Reads the text of messages, in the language that they are in where that makes a difference. */
import type { TextRead, TextReader } from '@kith/engine';
import { type Identify, languageOf } from './language.ts';

export interface MessageText {
  text: string;
  /** what the platform says it is */
  language?: string | undefined;
}

export interface MessageReader {
  /** The same message gives the same, whatever was read before. */
  read(message: MessageText): Pick<TextRead, 'evidence' | 'sketch'>;
}

/**
 * @param reader asked for anew for each message, as a reload puts another in its place
 * @param identify null where languages are not told apart: then every cue counts
 */
export function createMessageReader(reader: () => TextReader, identify: Identify | null): MessageReader {
  return {
    read({ text, language }) {
      const read = reader().read(text, language);
      // most texts say the same in any language, and telling languages apart costs several times as much as reading
      if (!read.ofLanguages || language !== undefined || identify === null) return read;
      const guessed = languageOf(text, identify);
      return guessed === '' ? read : reader().read(text, guessed);
    },
  };
}
