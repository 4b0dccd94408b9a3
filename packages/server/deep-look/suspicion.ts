/** Which messages are worth a deep look: tests that cost next to nothing, made after the decision was committed. */
import { createHash } from 'node:crypto';
import type { Risk } from '@kith/contract';
import {
  type Evidence,
  evidenceIn,
  isBlankConduct,
  isChildWhenContacted,
  type Knowledge,
  mayBeScored,
  type ToldOf,
} from '@kith/engine';
import type { Suspicious } from './settings.ts';

const weightOf = (evidence: readonly Evidence[]): number => evidence.reduce((sum, { weight }) => sum + weight, 0);

/** A fixed share of all ids: the same event is in the sample or not, whoever asks. */
function isSampled(id: string, share: number): boolean {
  if (share === 0) return false;
  return createHash('sha256').update(id).digest().readUInt32BE(0) < share * 2 ** 32;
}

/**
 * The account that a message is to, where the message is worth a look: it is to one child, and it is suspicious itself, or
 * who wrote it is of medium risk or higher, towards that child or altogether. Else null.
 */
export function worthALook(k: Knowledge, told: ToldOf<'message.sent'>, suspicious: Suspicious): string | null {
  const { id, data } = told;
  const other = data.other ?? otherInDirect(k, data.actor, data.conversation);
  if (other === undefined || other === data.actor || !isChildWhenContacted(k.account(other))) return null;
  if (weightOf(evidenceIn(told)) >= suspicious.weight) return other;
  if (isRisky(k, data.actor, other) || isSampled(id, suspicious.sample)) return other;
  return null;
}

function isRisky(k: Knowledge, actor: string, other: string): boolean {
  if (isRaised(k.account(actor).risk)) return true;
  const conduct = k.conduct(actor);
  if (isBlankConduct(conduct)) return false;
  return isRaised(conduct.level) || (mayBeScored(conduct) && isRaised(k.approach(actor, other).level));
}

const isRaised = (risk: Risk): boolean => risk === 'medium' || risk === 'high';

function otherInDirect(k: Knowledge, actor: string, conversation: string | undefined): string | undefined {
  if (conversation === undefined || k.conversation(conversation).kind !== 'direct') return undefined;
  const others = k.members(conversation).filter((member) => member !== actor);
  return others.length === 1 ? others[0] : undefined;
}
