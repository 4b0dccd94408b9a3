/** A reader of texts that a text can't break: deciding goes on, and what was written is in no log. */
import type { Log } from '../ground/log/index.ts';
import type { MessageReader } from './messages.ts';

/**
 * What throws has read nothing. An error's message may quote the text, so only its kind and where it was thrown are logged:
 * of the first, the second, the fourth and so on, for whoever found such a text may send it without end.
 */
export function unbroken(reader: MessageReader, log: Log): MessageReader {
  let failures = 0;
  return {
    read(message) {
      try {
        return reader.read(message);
      } catch (error) {
        failures++;
        if ((failures & (failures - 1)) === 0) log.error({ err: withoutWords(error), failures }, 'a text was not read');
        return { evidence: [], sketch: 0 };
      }
    },
  };
}

function withoutWords(error: unknown): Error {
  const quiet = new Error('see where it was thrown');
  if (error instanceof Error) {
    quiet.name = error.name;
    // the log takes the lines of a stack that name places, which a text could only imitate by beginning with "at"
    quiet.stack = (error.stack ?? '').slice(`${error.name}: ${error.message}`.length);
  } else quiet.name = typeof error;
  return quiet;
}
