/** `kith`: the command line. */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// what Node compiled is kept where Kith is installed (nowhere, if that can't be written): it is half of what a start costs
enableCompileCache(join(import.meta.dirname, '../../../.cache/compiled'));
const { program } = await import('./program.ts');
const kith = await program(process.argv.slice(2));
await kith.parseAsync();
