#!/usr/bin/env node
// @ts-check
/** `npm test`: installs what is missing, then hands over to scripts/test/run.ts on Node 24. */
import { start } from './lib/children.mjs';
import { prepare, root } from './lib/prepare.mjs';

const args = process.argv.slice(2);
const run = start(prepare({ install: !args.includes('--no-install') }), ['scripts/test/run.ts', ...args], {
  cwd: root,
});
process.exitCode = await run.ended;
