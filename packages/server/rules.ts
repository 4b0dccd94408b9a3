/** What decides, what it is worded with and what texts are read with: policy, words and cues, read again on SIGHUP without a stop. */
import type { Policy } from '@kith/contract';
import { type CompiledPolicy, compilePolicy, type TextReader } from '@kith/engine';
import type { Config } from './ground/config/index.ts';
import type { Log } from './ground/log/index.ts';
import { formatProblems, loadPolicyFile, loadShippedPolicy } from './policy/index.ts';
import { RulesError } from './rules-error.ts';
import { loadSecondLook } from './second-look/index.ts';
import { openTextReader } from './signals/index.ts';
import { loadWords, type Words } from './words/index.ts';

export interface Rules {
  policy(): CompiledPolicy;
  words(): Words;
  /** reads the texts of messages: ask for it anew for each batch, as a reload puts another in its place */
  reader(): TextReader;
  /** makes another policy ready for deciding, as the one in force is */
  compile(policy: Policy): CompiledPolicy;
  /** Reads the files again; false where one is broken: all stays as it was then, and the log says so. */
  reload(): boolean;
}

interface Read {
  policy: CompiledPolicy;
  words: Words;
  reader: TextReader;
  /** where the policy protects less than the one that Kith ships */
  warnings: string;
}

/** The policy of a configuration, with what its cue files say of codes. Throws a RulesError where one can't be used. */
export function readPolicy(config: Config, codes = readerOf(config).settings): Pick<Read, 'policy' | 'warnings'> {
  const { file } = config.policy;
  const parsed =
    file === null ? { ok: true as const, policy: loadShippedPolicy(), warnings: [] } : loadPolicyFile(file);
  if (!parsed.ok)
    throw new RulesError(`The policy can't be used:
${formatProblems(parsed.problems)}`);
  return { policy: compilePolicy(parsed.policy, codes, loadSecondLook()), warnings: formatProblems(parsed.warnings) };
}

/** What texts are read with. Throws a RulesError where a cue file can't be used. */
export function readerOf(config: Config): TextReader {
  const opened = openTextReader(config.signals.cues);
  if (!opened.ok)
    throw new RulesError(`The cues can't be used:
${formatProblems(opened.problems)}`);
  return opened.reader;
}

function read(config: Config): Read {
  const { folder, language } = config.words;
  const loaded = loadWords({ ...(folder !== null && { folder }), defaultLanguage: language });
  if (!loaded.ok) throw new RulesError(`The words can't be used:\n${formatProblems(loaded.problems)}`);
  const reader = readerOf(config);
  return { ...readPolicy(config, reader.settings), words: loaded.words, reader };
}

/** Throws a RulesError where a file can't be used. */
export function openRules(config: Config, log: Log): Rules {
  const warn = ({ warnings }: Read) => {
    if (warnings !== '') log.warn({ warnings: warnings.split('\n') }, 'the policy protects less than the shipped one');
  };
  let inForce = read(config);
  warn(inForce);
  return {
    policy: () => inForce.policy,
    words: () => inForce.words,
    reader: () => inForce.reader,
    compile: (policy) => compilePolicy(policy, inForce.reader.settings, loadSecondLook()),
    reload() {
      try {
        const next = read(config);
        log.info({ from: inForce.policy.version, to: next.policy.version }, 'policy, words and cues were read again');
        inForce = next;
        warn(next);
        return true;
      } catch (error) {
        if (!(error instanceof RulesError)) throw error;
        log.error({ problems: error.message.split('\n') }, 'policy, words and cues stay as they were');
        return false;
      }
    },
  };
}
