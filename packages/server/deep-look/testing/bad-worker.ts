/** A thread that behaves as badly as its text says. */
import { LookError } from '../looker.ts';
import { answerAsks } from '../worker-protocol.ts';

/** Past this much memory it is ended, megabytes. */
const MEMORY_MAX_MB = 64;
const kept: unknown[] = [];

answerAsks(async (texts) => {
  const text = texts[0]?.text;
  if (text === 'throw') throw new Error('as it was told to');
  if (text === 'no number') throw new LookError('not_numbers');
  if (text === 'exit') process.exit(0);
  if (text === 'hang') for (;;);
  if (text === 'fill outside the heap') kept.push(Buffer.alloc(2 * MEMORY_MAX_MB * 1024 * 1024, 1));
  if (text === 'fill the heap') for (;;) kept.push(new Array(10_000).fill(kept.length));
  return texts.map(({ id }) => ({ id: text === 'lie' ? 'other' : id, evidence: [] }));
}, MEMORY_MAX_MB);
