/** The command by which whoever tries Kith out gets a second person, beside a Kith that runs. */
import { resolve } from 'node:path';
import { settings } from '../ground/config/index.ts';

/**
 * A process of its own finds this Kith's store and port only where it is told: else it would make a store of its own, and a link
 * that nobody knows.
 * @param link the first person's
 */
export function inviteSecond(link: string, folder: string): string {
  const { port } = new URL(link);
  return [
    'npx kith people invite --role senior',
    ...(port === '' ? [] : [`--port ${port}`]),
    ...(resolve(folder) === resolve(settings.folder.fallback) ? [] : [`--folder ${quoted(folder)}`]),
  ].join(' ');
}

/** For a shell, as one word. */
const quoted = (text: string): string => (/^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
