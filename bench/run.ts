/**
 * `npm run bench [-- town|resident|postgres|rules|text|cases|media|signals|signups|beside-identifiers|evidence|guarded|family|family-pages|figure-pages|measures|families|families-postgres] [--accounts N] [--contacts N] [--seconds S] [--events N] [--rounds R] [--soak MINUTES] [--smoke]`
 * Prints what it measured, as medians over rounds, beside what the store itself can do in the same run. It runs for
 * minutes and is no test: docs/BENCHMARKS.md has figures that were seen, and on what.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startCluster } from '../packages/server/ground/testing/cluster.ts';
import { buildConsole } from '../scripts/lib/prepare.mjs';
import { measureBesideIdentifiers } from './beside-identifiers.ts';
import { measureCases } from './cases.ts';
import { measureEvidence } from './evidence.ts';
import { measureFamilies } from './families.ts';
import { measureFamily } from './family.ts';
import { measureFamilyPages } from './family-pages.ts';
import { measureFigurePages } from './figure-pages.ts';
import { type Figure, print } from './figures.ts';
import { measureGuarded } from './guarded.ts';
import { HISTORY_DAYS, measureMeasures } from './measures.ts';
import { measureMedia } from './media.ts';
import { measurePostgres } from './postgres.ts';
import { measureResident } from './resident.ts';
import { measureRules } from './rules.ts';
import { measureSignals } from './signals.ts';
import { measureSignups } from './signups.ts';
import { measureLanguage, measureText } from './text.ts';
import { measureTown } from './town.ts';

/** As docs/OPERATING.md says; the rest is PostgreSQL's own, durability with it. */
const POSTGRES_SETTINGS = {
  shared_buffers: `${Math.floor(totalmem() / 4 / 2 ** 20)}MB`,
  max_wal_size: '16GB',
  checkpoint_timeout: '15min',
  wal_compression: 'lz4',
};

/** Long enough for some batches: every figure is to come, and none to mean anything. */
const SMOKE_SECONDS = 0.2;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    accounts: { type: 'string', default: '1000000' },
    contacts: { type: 'string', default: '10000000' },
    seconds: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '5' },
    /** of a round that is not of so many seconds */
    events: { type: 'string', default: '10000' },
    /** who read at once */
    families: { type: 'string', default: '10000' },
    /** minutes at full speed, to see that memory stays flat */
    soak: { type: 'string', default: '0' },
    /** known PDQ hashes, and how many searches among them are held against looking at each */
    hashes: { type: 'string', default: '10000000' },
    compared: { type: 'string', default: '500' },
    /** small and short: shows that the benchmarks still run */
    smoke: { type: 'boolean', default: false },
    folder: { type: 'string', default: join(import.meta.dirname, '../.cache') },
    /** real chat to read texts of, where it is there */
    chat: { type: 'string', default: join(import.meta.dirname, '../../shared/data/ubuntu-irc') },
  },
});

const asked = {
  size: values.smoke
    ? { accounts: 1_000, contacts: 10_000 }
    : { accounts: Number(values.accounts), contacts: Number(values.contacts) },
  small: values.smoke ? { accounts: 100, contacts: 1_000 } : { accounts: 10_000, contacts: 100_000 },
  seconds: values.smoke ? SMOKE_SECONDS : Number(values.seconds),
  rounds: values.smoke ? 1 : Number(values.rounds),
  soak_min: Number(values.soak),
};
const which =
  positionals.length > 0
    ? positionals
    : [
        'town',
        'rules',
        'text',
        'media',
        'resident',
        'signals',
        'signups',
        'beside-identifiers',
        'cases',
        'evidence',
        'guarded',
        'family',
        'family-pages',
        'figure-pages',
        'measures',
        'families',
        'families-postgres',
        'postgres',
      ];
// the console is opened in a browser
if (which.includes('cases')) buildConsole(process.execPath);
const figures: Figure[] = [];
mkdirSync(values.folder, { recursive: true });
const folder = mkdtempSync(join(values.folder, 'bench-'));
console.log(
  `${cpus().length} x ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}; ` +
    `${asked.size.accounts} accounts, ${asked.size.contacts} contacts, ${asked.rounds} rounds of ${asked.seconds} s`,
);
const say = (figure: Figure): void => {
  figures.push(figure);
  console.log(print(figure));
};
try {
  if (which.includes('town')) measureTown(asked, say);
  if (which.includes('rules')) await measureRules(asked, folder, say);
  if (which.includes('text')) {
    measureText(asked, values.chat, say);
    await measureLanguage(say);
  }
  if (which.includes('media')) {
    const size = values.smoke
      ? { hashes: 20_000, queries: 200, compared: 200 }
      : { hashes: Number(values.hashes), queries: 10_000, compared: Number(values.compared) };
    await measureMedia(asked, size, say);
  }
  if (which.includes('resident')) await measureResident(asked, folder, say);
  if (which.includes('signals')) {
    // five contacts each: what is measured is not what a large table costs
    const accounts = values.smoke ? 1_000 : Math.min(asked.size.accounts, 100_000);
    const events = values.smoke ? 1_000 : Number(values.events);
    await measureSignals({ ...asked, events, size: { accounts, contacts: accounts * 5 } }, folder, say);
  }
  if (which.includes('signups')) {
    const identifiers = values.smoke ? 20_000 : 5_000_000;
    await measureSignups(asked, identifiers, folder, null, say);
    const cluster = await startCluster(POSTGRES_SETTINGS);
    try {
      await measureSignups(asked, identifiers, folder, cluster.socketUrl, say);
    } finally {
      cluster.stop();
    }
  }
  if (which.includes('beside-identifiers'))
    await measureBesideIdentifiers(asked, values.smoke ? 20_000 : 5_000_000, folder, say);
  if (which.includes('cases')) {
    const size = values.smoke ? { open: 500, messages: 200 } : { open: 100_000, messages: 10_000 };
    await measureCases(asked, size, folder, null, say);
    const cluster = await startCluster(POSTGRES_SETTINGS);
    try {
      await measureCases(asked, size, folder, cluster.socketUrl, say);
    } finally {
      cluster.stop();
    }
  }
  if (which.includes('evidence')) await measureEvidence(values.smoke ? 3 : 100, asked.rounds, folder, say);
  if (which.includes('guarded')) await measureGuarded(asked, folder, say);
  if (which.includes('family')) {
    const family = values.smoke
      ? { friends: 100, newFriends: 10, groups: 10 }
      : { friends: 2_000, newFriends: 50, groups: 200 };
    await measureFamily(family, folder, null, say);
    const cluster = await startCluster(POSTGRES_SETTINGS);
    try {
      await measureFamily(family, folder, cluster.socketUrl, say);
    } finally {
      cluster.stop();
    }
  }
  if (which.includes('figure-pages')) await measureFigurePages(folder, say);
  if (which.includes('family-pages')) {
    const size = values.smoke ? { friends: 50, groups: 5 } : { friends: 2_000, groups: 200 };
    await measureFamilyPages(size, folder, null, say);
    const cluster = await startCluster(POSTGRES_SETTINGS);
    try {
      await measureFamilyPages(size, folder, cluster.socketUrl, say);
    } finally {
      cluster.stop();
    }
  }
  if (which.includes('measures')) {
    const days = values.smoke ? 30 : HISTORY_DAYS;
    await measureMeasures(asked, days, folder, null, say);
    const cluster = await startCluster(POSTGRES_SETTINGS);
    try {
      await measureMeasures(asked, days, folder, cluster.socketUrl, say);
    } finally {
      cluster.stop();
    }
  }
  if (which.includes('families')) {
    const families = values.smoke ? 200 : Number(values.families);
    await measureFamilies(asked, families, folder, null, say);
  }
  if (which.includes('families-postgres')) {
    const families = values.smoke ? 200 : Number(values.families);
    const cluster = await startCluster(POSTGRES_SETTINGS);
    try {
      await measureFamilies(asked, families, folder, cluster.socketUrl, say);
    } finally {
      cluster.stop();
    }
  }
  if (which.includes('postgres')) {
    const cluster = await startCluster(POSTGRES_SETTINGS);
    try {
      await measurePostgres(asked, folder, cluster.socketUrl, say);
    } finally {
      cluster.stop();
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const missed = figures.filter((f) => f.holds === false);
console.log(
  `\n${figures.length} figures, ${missed.length} miss their target${missed.map((f) => `\n  ${print(f)}`).join('')}`,
);
