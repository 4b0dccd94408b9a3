/**
 * The list of actions as a committed file, so that the server's matrix of roles and actions can try each of them.
 * `node packages/console/actions/list.ts` writes it again; a test says when it is out of date.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listed } from './registry.ts';

export const LIST = join(import.meta.dirname, '../actions.json');

export const listText = (): string => `${JSON.stringify(listed(), null, 2)}\n`;

if (import.meta.main) writeFileSync(LIST, listText());
