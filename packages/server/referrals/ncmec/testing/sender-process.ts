/**
 * A process that sends what is approved, until it is killed: the real courier of referrals on a real database, evidence vault and
 * all, for the test that kills it. Arguments: the file sender.json in a folder.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Vault } from '../../../evidence/index.ts';
import { readConfig } from '../../../ground/config/index.ts';
import { createLog } from '../../../ground/log/index.ts';
import { KeyFolder } from '../../../ground/sealing/index.ts';
import { openRecords } from '../../../stores.ts';
import { Kinds, plug } from '../../kinds/plugged.ts';
import { DetailsReader } from '../../known/evidence.ts';
import { Sender } from '../../sender.ts';
import { readReferrals } from '../../settings.ts';
import { ncmecKindOf } from '../open.ts';

const [, , folder = ''] = process.argv;
const given = z
  .strictObject({ databaseUrl: z.string().nullable(), referrals: z.string(), keys: z.string(), clock: z.string() })
  .parse(JSON.parse(readFileSync(join(folder, 'sender.json'), 'utf8')));

/** The time goes on in leaps: what a killed process held is free at once. */
const clock = (): number => Date.now() + Number(readFileSync(given.clock, 'utf8'));
const log = createLog({ level: 'error' });
const { config } = readConfig({
  flags: {
    ...{ folder, referrals: given.referrals },
    ...(given.databaseUrl !== null && { databaseUrl: given.databaseUrl }),
  },
});
const settings = readReferrals(config);
const { records } = await openRecords(config);
const vault = new Vault({
  ...{ db: records, storage: null, clock },
  folder: await KeyFolder.open({ folder: given.keys, master: null, masterFile: null }),
});
const store = {
  records: { kysely: records },
  ask: () => Promise.reject(new Error('nothing is drafted here')),
  contactsOf: () => Promise.reject(new Error('nothing is drafted here')),
};
const sender = new Sender({
  ...{ store, vault, settings, clock, log, details: new DetailsReader(vault, clock) },
  kinds: new Kinds([plug(ncmecKindOf(settings))]),
  policies: () => [],
  wake: () => sender.wake(),
});
sender.start();
process.stdout.write('ready\n');
// whoever started it is gone: nothing may go on
process.stdin.resume().once('end', () => process.exit());
