/**
 * A referral as a file: for people, as a document (HTML that needs nothing else, or PDF that can be read aloud), or for programs
 * (JSON). It names the evidence that goes with it by id, name and hash; that is opened one by one, each with its reason.
 */
import { join } from 'node:path';
import { type ReferralState, referralState } from '@kith/contract';
import { z } from 'zod';
import type { Doc, Section } from '../../documents/index.ts';
import type { ReferralRow } from '../../ground/database/index.ts';
import { fill, LANGUAGES, type Language } from '../../ground/pages/index.ts';
import { formatProblems, readYamlFile } from '../../ground/yaml/index.ts';
import { contentOf, kindOf } from '../content.ts';
import { filesOf } from '../files.ts';
import type { ReferralOptions } from '../options.ts';

const line = z.string().min(1).max(300);

const file = z.strictObject({
  ...{ language: z.enum(LANGUAGES), review: z.string(), title: line, test: line, referral: line, state: line },
  ...{
    priority: line,
    reference: line,
    sent: line,
    files: line,
    evidence: line,
    name: line,
    bytes: line,
  },
  ...{ keep: line, states: z.record(referralState, line) },
});

function load(language: Language): z.infer<typeof file> {
  const read = readYamlFile(join(import.meta.dirname, `words.${language}.yaml`), file);
  if (!read.ok) throw new Error(formatProblems(read.problems));
  return read.value;
}
const words = { en: load('en'), cy: load('cy') } satisfies Record<Language, unknown>;

const stateOf = ({ state }: ReferralRow): ReferralState => referralState.parse(state);
const isoOf = (at_ms: number | null): string => (at_ms === null ? '' : new Date(at_ms).toISOString());

/** What a referral says and which evidence goes with it, for people. */
export async function bundleDoc(options: ReferralOptions, row: ReferralRow, language: Language): Promise<Doc> {
  const kind = kindOf(options, row.kind);
  const [content, { list }] = await Promise.all([contentOf(options, row), filesOf(options, row)]);
  const { provider } = options.settings;
  const say = words[language];
  const head = [
    { label: say.referral, text: row.id },
    { label: say.state, text: say.states[stateOf(row)] },
    { label: say.priority, text: String(row.priority) },
    { label: say.reference, text: row.reference ?? '' },
    { label: say.sent, text: isoOf(row.sent_at) },
  ].filter(({ text }) => text !== '');
  const columns = [
    { title: say.evidence },
    { title: say.name },
    { title: say.bytes, numeric: true },
    { title: 'SHA-256' },
  ];
  const rows = list.map(({ id, name, bytes, sha256 }) => [id, name, bytes, sha256]);
  return {
    ...{ kind: 'referral', language, title: fill(say.title, { authority: kind.authority[language] }, language) },
    service: provider === null ? '' : `${provider.name}, ${provider.platform}`,
    ...{ day: new Date(options.clock()).toISOString().slice(0, 'YYYY-MM-DD'.length), underWay: true },
    notes: [row.test === 1 ? say.test : '', kind.unverified?.[language] ?? '', say.keep].filter((note) => note !== ''),
    sections: [
      { title: say.referral, blocks: [{ kind: 'facts', facts: head }] },
      ...kind.readable(content, language).map(
        ({ title, lines }): Section => ({
          title,
          blocks: [{ kind: 'facts', facts: lines }],
        }),
      ),
      { title: say.files, blocks: [{ kind: 'table', caption: say.files, columns, rows }] },
    ],
  };
}

export async function bundleJson(options: ReferralOptions, row: ReferralRow): Promise<string> {
  const [content, { list }] = await Promise.all([contentOf(options, row), filesOf(options, row)]);
  const files = list.map(({ id, kind, name, mediaType, bytes, sha256 }) => ({
    id,
    kind,
    name,
    mediaType,
    bytes,
    sha256,
  }));
  const { id, kind, priority, reference } = row;
  const about = { referral: id, kind, state: stateOf(row), priority, reference, sentAt: isoOf(row.sent_at) || null };
  return JSON.stringify({ ...about, test: row.test === 1, content, files }, null, 2);
}
