/** The operator's files: policy, cues, words, help lines, webhooks. */
import { lookup } from 'node:dns/promises';
import { existsSync } from 'node:fs';
import { readDeepLook, readToken } from '../deep-look/index.ts';
import { readFamily } from '../family/index.ts';
import type { Config } from '../ground/config/index.ts';
import { formatProblems } from '../ground/yaml/index.ts';
import { isPublicAddress } from '../outbox/index.ts';
import { loadPolicyFile, loadShippedPolicy } from '../policy/index.ts';
import { RulesError } from '../rules-error.ts';
import { readEndpoints } from '../serve.ts';
import { checkCues as readCues } from '../signals/index.ts';
import { loadWords, unverifiedHelplines } from '../words/index.ts';
import { type Finding, good, messageOf, warning, wrong } from './finding.ts';

/** A help line that nobody checked for so long may be gone: a child would call in vain. Days. */
const HELPLINE_CHECKED_DAYS_MAX = 365;
const DAY_MS = 86_400_000;
/** Help lines that are named; the rest are counted. */
const NAMED_MAX = 5;

export function checkPolicy(config: Config): Finding {
  const { file } = config.policy;
  if (file === null) return good('policy', `the one that Kith ships, version ${loadShippedPolicy().version}`);
  const parsed = loadPolicyFile(file);
  if (!parsed.ok)
    return wrong('policy', formatProblems(parsed.problems), `mend it, and try: kith policy check ${file}`);
  if (parsed.warnings.length === 0) return good('policy', `${file}, version ${parsed.policy.version}`);
  const says = `${file} protects less than the policy that Kith ships:\n${formatProblems(parsed.warnings)}`;
  return warning('policy', says, 'see that each of these is meant');
}

export function checkCues(config: Config): Finding {
  const { cues } = config.signals;
  if (cues.length === 0) return good('cues', 'those that Kith ships');
  const read = readCues(cues);
  if (read.ok) return good('cues', `those that Kith ships, and ${cues.join(', ')}`);
  return wrong('cues', formatProblems(read.problems), 'mend it at the places named, and try: kith cues check FILE');
}

export function checkWords(config: Config, now_ms: number): Finding[] {
  const { folder, language } = config.words;
  const loaded = loadWords({ ...(folder !== null && { folder }), defaultLanguage: language });
  if (!loaded.ok) return [wrong('words', formatProblems(loaded.problems), 'mend the files at the places named')];
  const { words } = loaded;
  const since = new Date(now_ms - HELPLINE_CHECKED_DAYS_MAX * DAY_MS).toISOString().slice(0, 10);
  const old = unverifiedHelplines(words, since);
  const names = old.slice(0, NAMED_MAX).map((h) => h.name);
  const more = old.length > NAMED_MAX ? ` and ${old.length - NAMED_MAX} more` : '';
  return [
    good('words', `notices in ${[...words.languages.keys()].sort().join(', ')}`),
    old.length === 0
      ? good('helplines', 'all were checked within a year')
      : warning(
          'helplines',
          `${old.length} of ${words.helplines.all.length} were not checked within a year: ${names.join(', ')}${more}`,
          'check each at its own page, and set lastVerified in a helplines.yaml of your own (KITH_WORDS)',
        ),
  ];
}

export async function checkWebhooks(config: Config): Promise<Finding[]> {
  try {
    const endpoints = readEndpoints(config);
    if (endpoints.length === 0) return [good('webhooks', 'none are configured: nothing is sent')];
    return await Promise.all(
      endpoints.map(({ name, url, allowPrivate }) => checkEndpoint(`webhook ${name}`, url, allowPrivate)),
    );
  } catch (error) {
    if (!(error instanceof RulesError)) throw error;
    return [wrong('webhooks', error.message, 'mend the file at the places named')];
  }
}

export async function checkFamily(config: Config): Promise<Finding> {
  const check = 'names';
  try {
    const names = readFamily(config)?.names;
    if (names !== undefined) return await checkEndpoint(check, names.url, names.allowPrivate);
    return good(check, 'the Family Centre says accounts’ ids');
  } catch (error) {
    if (!(error instanceof RulesError)) throw error;
    return wrong(check, error.message, 'mend the file at the places named');
  }
}

export async function checkDeepLook(config: Config): Promise<Finding> {
  const check = 'deep look';
  try {
    const settings = readDeepLook(config);
    switch (settings.kind) {
      case 'off':
        return good(check, 'off');
      case 'packaged':
        return good(check, 'by the packaged encoder');
      case 'onnx': {
        const missing = [settings.file, settings.tokenizer].filter((path) => !existsSync(path));
        if (missing.length === 0) return good(check, `by ${settings.file}`);
        return wrong(check, `there is no ${missing.join(', nor ')}`, 'see the paths in its file');
      }
      case 'http':
        readToken(settings);
        return await checkEndpoint(check, settings.url, settings.allowPrivate);
      default:
        return settings satisfies never;
    }
  } catch (error) {
    if (!(error instanceof RulesError)) throw error;
    return wrong(check, error.message, 'mend the file at the places named');
  }
}

async function checkEndpoint(check: string, url: string, allowPrivate: boolean): Promise<Finding> {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  try {
    const addresses = (await lookup(host, { all: true })).map((a) => a.address);
    if (!allowPrivate && !addresses.some(isPublicAddress)) {
      const mend = 'if it is on your own network, say allowPrivate: true for it';
      return wrong(check, `${host} is a private address: Kith sends nothing there`, mend);
    }
    return good(check, `${host} resolves`);
  } catch (error) {
    return wrong(check, `${host} does not resolve: ${messageOf(error)}`, 'see the name, and the DNS of this machine');
  }
}
