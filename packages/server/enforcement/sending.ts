/** What asks the platform to do something, as a webhook. */
import type { EnforcementKind, Webhook } from '@kith/contract';
import { enforcementKind } from '@kith/contract';
import type { EnforcementRow } from '../ground/database/index.ts';
import { readNames } from './follow.ts';

export const kindOf = ({ kind }: Pick<EnforcementRow, 'kind'>): EnforcementKind => enforcementKind.parse(kind);

/** What asks for an enforcement. */
export function enforcementWebhook(row: EnforcementRow, now_ms: number): Webhook {
  const content = readNames(row.content);
  return {
    type: 'enforcement.requested',
    timestamp: new Date(now_ms).toISOString(),
    data: {
      ...{ enforcement: row.id, account: row.account, kind: kindOf(row), reason: row.reason },
      ...(content.length > 0 && { content }),
    },
  };
}
