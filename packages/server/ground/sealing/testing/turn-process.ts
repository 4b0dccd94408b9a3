/** A process of its own that turns the master key of a folder, to be killed; says so when it has begun, and when it is done. */
import { turnKeys } from '../turn.ts';

const [folder = '', program = ''] = process.argv.slice(2);
let begun = false;
await turnKeys({ folder, master: null, masterFile: null, program: program === '' ? null : program }, () => {
  if (!begun) process.stdout.write('begun\n');
  begun = true;
});
process.stdout.write('done\n');
