/** `kith`: the command line. */
import { program } from './program.ts';

const kith = await program(process.argv.slice(2));
await kith.parseAsync();
