#!/usr/bin/env node
// @ts-check
/** Runs a TypeScript file of this repository with Node 24, from any Node: node scripts/with-node24.mjs FILE [ARGS...] */
import { start } from './lib/children.mjs';
import { prepare } from './lib/prepare.mjs';
import { giveUp } from './lib/say.mjs';

const [file, ...args] = process.argv.slice(2);
if (file === undefined) giveUp('Which file? node scripts/with-node24.mjs FILE [ARGS...]');
const child = start(prepare(), [file, ...args], { interactive: true });
process.exitCode = await child.ended;
