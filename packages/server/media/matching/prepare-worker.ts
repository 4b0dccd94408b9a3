/** The thread that makes known hashes ready: takes packs until it is told that there are no more, answers once, and ends. */
import { parentPort } from 'node:worker_threads';
import type { Pack } from './packs.ts';
import { prepare } from './prepare.ts';

/** To the thread. */
export type ToPrepare = { pack: Pack } | { end: true };

const port = parentPort;
if (port === null) throw new Error('this runs in a worker only');
const packs: Pack[] = [];
port.on('message', (message: ToPrepare) => {
  if ('pack' in message) {
    packs.push(message.pack);
    return;
  }
  port.postMessage(prepare(packs));
  port.close();
});
