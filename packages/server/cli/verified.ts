/** What verifying a log found, in words: exactly what was compared, and what not. */
import type { LogVerified, StoreStatus } from '../knowledge/index.ts';

export function describeVerified(verified: LogVerified, kind: StoreStatus['kind']): string {
  const { known, replayed, lastWord, same } = verified;
  const held = `${known.accounts} accounts, ${known.contacts} contacts, ${known.conversations} conversations`;
  const lines = decisions(verified, kind);
  if (replayed !== null) {
    lines.push(
      replayed.digest === known.digest
        ? `What is known is what the log adds up to: ${held}.`
        : `What is known (${held}) is NOT what the log adds up to (${replayed.accounts} accounts, ${replayed.contacts} contacts, ${replayed.conversations} conversations).`,
    );
  }
  if (lastWord !== null) {
    lines.push(
      `So of what is known (${held}) only what the log says by itself was looked for:`,
      `  ${lastWord.accounts} accounts that acted, with the age told last: ${found(lastWord.accountsDiffering)}.`,
      `  ${lastWord.contacts} contacts, up to the last thing the one did towards the other: ${found(lastWord.contactsDiffering)}.`,
    );
  }
  lines.push(
    same ? verdict(verified) : 'NOT the same: keep this store for whoever looks into it, and restore a backup.',
  );
  return lines.join('\n');
}

function decisions(verified: LogVerified, kind: StoreStatus['kind']): string[] {
  const { events, whole, compared, differing, differingAt, unknownPolicies, skipped } = verified;
  const lines: string[] = [];
  if (whole) lines.push(`The log has all ${events} events since the store began; ${compared} were considered again.`);
  else
    lines.push(
      `The log has ${events} events and no longer begins where the store did: what was decided can't be considered again.`,
    );
  if (whole && unknownPolicies.length > 0) {
    lines.push(
      `Not considered: what follows the first decision under ${unknownPolicies.join(', ')}, whose rules are not kept here or were changed under one name.`,
    );
  }
  if (skipped > 0) lines.push(`${skipped} events are missing from the midst of the log.`);
  if (differing > 0) {
    lines.push(`${differing} are decided otherwise now, the first at place ${differingAt.join(', ')}.`);
    if (kind === 'postgres') {
      lines.push(
        '(On PostgreSQL, transactions at the same moment may have seen each other in another order than the log has.)',
      );
    }
  }
  return lines;
}

const found = (differing: number): string => (differing === 0 ? 'all found' : `${differing} NOT found`);

const verdict = ({ replayed }: LogVerified): string =>
  replayed === null ? 'No difference in what could be compared.' : 'The same.';
