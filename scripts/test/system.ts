/** What tests need of the system: PostgreSQL and Chromium. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium } from '../../packages/server/ground/testing/browser.ts';
import { findPostgres, POSTGRES_MAJOR_MIN } from '../../packages/server/ground/testing/cluster.ts';
import { giveUp, say } from '../lib/say.mjs';

/** Installs what is missing where it may (Debian, root); else says what is needed and ends the process. */
export function prepareSystem(): void {
  if (missing().length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) installWithApt();
  const still = missing();
  if (still.length === 0) return;
  giveUp('The tests need more than is on this machine:', ...still.map((need) => need.help));
}

interface Need {
  help: string;
  /** Debian packages that have it, the first that there is; Debian 12 has PostgreSQL 15, later ones have newer */
  packages: string[];
}

function missing(): Need[] {
  const needs: Need[] = [];
  const postgres = findPostgres();
  if (postgres.bin === null) {
    needs.push({
      help: `PostgreSQL ${POSTGRES_MAJOR_MIN} or newer: apt-get install postgresql, or KITH_POSTGRES_BIN=folder of initdb. Looked in ${postgres.looked.join(', ')}`,
      packages: ['postgresql-15', 'postgresql'],
    });
  }
  const chromium = findChromium();
  if (chromium.path === null) {
    needs.push({
      help: `Chromium or Chrome: apt-get install chromium, or KITH_CHROMIUM=its path. Looked for ${chromium.looked.join(', ')}`,
      packages: ['chromium'],
    });
  }
  return needs;
}

function installWithApt(): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: string[]) =>
    spawnSync('apt-get', ['-q', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  say("Refreshing Debian's list of packages ...");
  if (!apt('update')) say('apt-get update failed; trying with the list there is.');
  const wanted = missing().flatMap(({ packages }) => packages.find((name) => isAvailable(name)) ?? []);
  if (wanted.length === 0) return;
  say(`Installing ${wanted.join(' and ')} with apt-get. This takes a few minutes the first time ...`);
  const started = Date.now();
  if (apt('install', '-y', '--no-install-recommends', ...wanted)) {
    say(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
  }
}

function isAvailable(name: string): boolean {
  const told = spawnSync('apt-cache', ['policy', name], { encoding: 'utf8' }).stdout ?? '';
  return /Candidate: \d/.test(told);
}
