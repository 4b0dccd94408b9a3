/** What is true of a corpus: author ids, one a line; and lines that give an offender away, `conversation<TAB>line`. */
import { readFile } from 'node:fs/promises';
import { PanError } from './corpus.ts';

const lines = async (path: string): Promise<string[]> =>
  (await readFile(path, 'utf8')).split(/\r?\n/).flatMap((line) => (line.trim() === '' ? [] : [line]));

/** Padding and blank lines don't count. */
export async function readAuthors(path: string): Promise<ReadonlySet<string>> {
  return new Set((await lines(path)).map((line) => line.trim()));
}

export const lineKey = (conversation: string, line: number): string => `${conversation}\t${line}`;

/** Throws a PanError that names the line where one is not `conversation<TAB>line`. */
export async function readLines(path: string): Promise<ReadonlySet<string>> {
  return new Set(
    (await lines(path)).map((line, i) => {
      const [conversation = '', number = ''] = line.split('\t').map((part) => part.trim());
      if (conversation === '' || !/^\d+$/.test(number))
        throw new PanError(`${path}: entry ${i + 1} is not a conversation, a tab and a line number`);
      return lineKey(conversation, Number(number));
    }),
  );
}
