/** Real benign chat, to learn from and to set thresholds by: a folder of files as IRC clients log them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LINE = /^\[\d\d:\d\d\] <[^>]+> (.+)$/;

/** The texts of each file (`[HH:MM] <nick> text`), without who wrote them. */
export function readChat(folder: string): string[][] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) =>
      readFileSync(join(folder, name), 'utf8')
        .split('\n')
        .flatMap((line) => LINE.exec(line)?.[1] ?? []),
    );
}
