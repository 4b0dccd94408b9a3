/** What the text model learns from, and what is kept from it to see what it learned. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type EvidenceCode, evidenceCode } from '@kith/contract';
import { z } from 'zod';
import { formatProblems, readYamlFile } from '../../ground/yaml/index.ts';
import { cueFile } from '../cue-file.ts';
import { shippedCueFiles } from '../load.ts';
import { readChat } from './benign.ts';
import { benignSources, type Source, say, sourcesOf, utter } from './utterances.ts';

export interface Example {
  text: string;
  code: EvidenceCode | null;
}

export interface Examples {
  training: Example[];
  /** benign messages of days that were not learned from */
  heldOutBenign: readonly string[];
  /** utterances of phrases that were not learned from */
  heldOutPositive: readonly Example[];
}

/** One in so many is held out: days of chat, and phrases. */
const HELD_OUT = 5;
/** So many utterances of each phrase, for a model that is to be used. */
export const UTTERANCES_A_PHRASE = 60;
/** A phrase of ordinary talk is said so many times as often, as there are fewer of them. */
const BENIGN_TIMES = 7;
const HELD_OUT_A_PHRASE = 20;

const talkFile = z.strictObject({ sets: z.record(z.string(), z.array(z.string())), phrases: z.array(z.string()) });

function readOrThrow<S extends z.ZodType>(path: string, schema: S): z.output<S> {
  const read = readYamlFile(path, schema);
  if (!read.ok) throw new Error(formatProblems(read.problems));
  return read.value;
}

const example = z.strictObject({ text: z.string(), code: evidenceCode.nullable() });

/** Examples with their codes, one a line. */
const readExamples = (path: string): Example[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => example.parse(JSON.parse(line)));

/** `more`: a file of made-up examples (NDJSON, `{text, code}`, code null for ordinary talk), or null. */
export function examplesFrom(
  chatFolder: string,
  more: string | null,
  perPhrase: number,
  random: () => number,
): Examples {
  const days = readChat(chatFolder);
  const heldOutBenign = days.filter((_, day) => day % HELD_OUT === 0).flat();
  const chat = days.filter((_, day) => day % HELD_OUT !== 0).flat();
  if (chat.length === 0)
    throw new Error(`${chatFolder} has no chat: lines such as "[12:30] <nick> text" in .txt files`);

  const { sets, phrases } = readOrThrow(fileURLToPath(new URL('benign-talk.yaml', import.meta.url)), talkFile);
  const talk = benignSources(phrases, sets).flatMap((source) =>
    Array.from({ length: BENIGN_TIMES * perPhrase }, () => say(source.phrase, random)),
  );
  const sources = shippedCueFiles().flatMap((path) => sourcesOf(readOrThrow(path, cueFile)));
  const isHeldOut = (_: Source, i: number) => i % HELD_OUT === 0;
  const around = [...chat.slice(0, talk.length), ...talk];
  const utterances = (list: readonly Source[], count: number): Example[] =>
    list.flatMap((source) =>
      Array.from({ length: count }, () => ({ text: utter(source, around, random), code: source.code })),
    );
  const training = [
    ...(more === null ? [] : readExamples(more)),
    ...[...chat, ...talk].map((text): Example => ({ text, code: null })),
    ...utterances(
      sources.filter((source, i) => !isHeldOut(source, i)),
      perPhrase,
    ),
  ];
  return { training, heldOutBenign, heldOutPositive: utterances(sources.filter(isHeldOut), HELD_OUT_A_PHRASE) };
}
