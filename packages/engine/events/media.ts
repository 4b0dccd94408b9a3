/**
 * Known material: media that matched a list when they were uploaded, messages that name such media, and links that a list
 * has. What a verified list has exactly is known to be what it is; anything else is a lead, at which a person looks.
 */
import type { ReasonCode } from '@kith/contract';
import { allow, STRICTNESS } from '../contact/decide.ts';
import {
  type CaseByMaterial,
  type Considered,
  type Decided,
  type DecidedNotice,
  MATERIAL_QUEUE,
  type MaterialSignal,
} from '../decided.ts';
import {
  type Changes,
  type Knowledge,
  MEDIA_UPLOADERS_MAX,
  type Media,
  type MediaVerdict,
  mediaPlace,
  mediaUploads,
  mediaVerdicts,
  type Seconds,
} from '../knowledge/index.ts';
import type { CompiledPolicy } from '../policy/compile.ts';
import { NOTHING_FOUND } from '../policy/rules/index.ts';
import type { KnownAs, ToldOf } from '../told.ts';
import { considered, firstSight, foundIn, together } from './considered.ts';

/** What an event brought of known material, and what follows. */
export interface Material {
  readonly decision: Decided;
  readonly signals: readonly MaterialSignal[];
  readonly cases: readonly CaseByMaterial[];
}

type Matched = Exclude<MediaVerdict, 'none'>;

const NO_NOTICES: readonly DecidedNotice[] = Object.freeze([]);
const REASONS: Readonly<Record<Matched, ReasonCode>> = { verified: 'known_material', likely: 'likely_known_material' };

const verdictOf = ({ kind, verified }: KnownAs): Matched => (kind === 'exact' && verified ? 'verified' : 'likely');

const strictest = (verdicts: readonly MediaVerdict[]): MediaVerdict =>
  verdicts.reduce((most, v) => (mediaVerdicts.indexOf(v) > mediaVerdicts.indexOf(most) ? v : most), 'none');

const decisionOn = (verdict: Matched, policy: CompiledPolicy): Decided => ({
  outcome: policy.policy.media[verdict],
  reasons: [{ code: REASONS[verdict] }],
  notices: NO_NOTICES,
  policy: policy.version,
});

/** What was compared when it was uploaded, and matched nothing, has no row: only what matched is known by its id. */
export function considerUpload(
  k: Knowledge,
  { data }: ToldOf<'media.uploaded'>,
  at: Seconds,
  policy: CompiledPolicy,
): Considered {
  const { actor, media: id, known } = data;
  const changes = firstSight(k, actor, at);
  if (known === undefined) return considered(changes, allow(policy));
  const verdict = strictest(known.map(verdictOf));
  const kept = { ...changes, media: rowOf(mediaUploads(k, id), id, actor, { verdict, at }) };
  if (verdict === 'none') return considered(kept, allow(policy));
  const signals = known.map((as): MaterialSignal => {
    return { account: actor, other: null, message: null, media: id, verdict: verdictOf(as), as };
  });
  const opened: CaseByMaterial = {
    ...{ type: 'case.opened', account: actor, queue: MATERIAL_QUEUE, verdict, media: id, message: null },
    remove: verdict === 'verified' && policy.policy.media.removeVerifiedAtOnce,
  };
  const found = together(NOTHING_FOUND, { signals, cases: [opened] });
  return considered(kept, decisionOn(verdict, policy), found);
}

/**
 * The uploader's own row, as it becomes: it says what they uploaded last. Another's is never touched. null where there is
 * nothing to remember, or nobody else's under this id can be remembered.
 */
function rowOf(
  uploads: readonly Media[],
  id: string,
  uploader: string,
  { verdict, at }: Pick<Media, 'verdict' | 'at'>,
): Media | null {
  const mine = uploads.find((row) => row.uploader === uploader);
  if (mine !== undefined) return { ...mine, verdict, at: Math.max(mine.at, at) };
  // what nobody knows needs no row, but where the id is another's that is known
  if (verdict === 'none' && uploads.length === 0) return null;
  return uploads.length >= MEDIA_UPLOADERS_MAX ? null : { id: mediaPlace(id, uploads.length), uploader, verdict, at };
}

/** Lists changed, or people judged: what somebody uploaded is something else than was thought. */
export function learnOfMedia(k: Knowledge, data: ToldOf<'media.judged'>['data'], at: Seconds): Changes {
  const { actor, media, verdict } = data;
  const mine = mediaUploads(k, media).find((row) => row.uploader === actor);
  const changes = firstSight(k, actor, at);
  return mine === undefined ? changes : { ...changes, media: { ...mine, verdict } };
}

/** What a medium that somebody sends is: what they uploaded under its id; else the strictest of what others did. */
function verdictOfSent(k: Knowledge, id: string, sender: string): MediaVerdict {
  const uploads = mediaUploads(k, id);
  const mine = uploads.find((row) => row.uploader === sender);
  return mine?.verdict ?? strictest(uploads.map(({ verdict }) => verdict));
}

/** null where a message names no media that matched something, nor a link that a list has. */
export function materialIn(
  k: Knowledge,
  data: ToldOf<'message.sent'>['data'],
  links: readonly KnownAs[],
  policy: CompiledPolicy,
): Material | null {
  if (data.media === undefined && links.length === 0) return null;
  const { actor: account, message, other = null } = data;
  const signals: MaterialSignal[] = [];
  for (const media of new Set(data.media)) {
    const verdict = verdictOfSent(k, media, account);
    if (verdict !== 'none') signals.push({ account, other, message, media, verdict, as: null });
  }
  for (const as of links) signals.push({ account, other, message, media: null, verdict: verdictOf(as), as });
  const verdict = strictest(signals.map((signal) => signal.verdict));
  if (verdict === 'none') return null;
  const { media } = signals.find((signal) => signal.verdict === verdict) ?? { media: null };
  const opened: CaseByMaterial = {
    ...{ type: 'case.opened', account, queue: MATERIAL_QUEUE, verdict, media, message, remove: false },
  };
  return { decision: decisionOn(verdict, policy), signals, cases: [opened] };
}

/** The stricter holds; where both are as strict, that it is known material is the reason to name. */
export const stricterOf = (material: Material | null, decision: Decided): Decided =>
  material !== null && STRICTNESS[material.decision.outcome] >= STRICTNESS[decision.outcome]
    ? material.decision
    : decision;

/** What was decided on a message with what follows from what it carries. */
export function withMaterial(decided: Considered, material: Material | null): Considered {
  if (material === null) return decided;
  const { changes, decision, keep } = decided;
  return considered(changes, decision, together(foundIn([decided]), material), keep);
}
