/**
 * The process that reads pictures: files come by its standard input, one at a time; hashes go by the channel to its parent.
 * It ends when either is closed, so it never outlives Kith, and says when it holds too much memory: then its parent ends it.
 */
import { HashingError } from './failure.ts';
import { filesOf } from './framing.ts';
import type { Reply } from './hashed.ts';
import { prepareDecoders, readPicture } from './read-picture.ts';

const MB = 1024 * 1024;
/** How often it looks at its memory, milliseconds: decoders take a hundred MB in that time. */
const WATCHED_EVERY_MS = 20;
const memoryMax_MB = Number(process.argv[2]);
const memory_MB = (): number => process.memoryUsage.rss() / MB;

/** Where there is no parent to tell, there is nothing to do. */
function say(said: Reply): void {
  if (process.send === undefined) process.exit();
  process.send(said);
}

// decoding goes on in another thread meanwhile, so this is looked at while a picture grows
setInterval(() => {
  const held_MB = memory_MB();
  if (held_MB > memoryMax_MB) say({ failure: 'out_of_memory', memory_MB: held_MB });
}, WATCHED_EVERY_MS).unref();
process.on('disconnect', () => process.exit());

async function answer(bytes: Uint8Array): Promise<Reply> {
  try {
    return { picture: await readPicture(bytes), memory_MB: memory_MB() };
  } catch (error) {
    if (!(error instanceof HashingError)) throw error;
    return { failure: error.code, memory_MB: memory_MB() };
  }
}

prepareDecoders();
say({ ready: true });
for await (const bytes of filesOf(process.stdin)) say(await answer(bytes));
process.exit();
