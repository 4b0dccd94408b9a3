/**
 * Lines of the simulated town with their codes, from its training grammars only, as NDJSON: what `kith cues train` learns
 * from beside the cue files. `node scripts/town-utterances.mjs [COUNT] [SEED] > FILE`
 */
import { utterances } from '../packages/town/index.ts';

const [count = '90000', seed = 'text-model'] = process.argv.slice(2);
for (const { text, code } of utterances({ split: 'training', seed, count: Number(count) })) {
  process.stdout.write(`${JSON.stringify({ text, code })}\n`);
}
