/** Opening what a referral says: by somebody who may, with a line in the audit log before anything is given. */
import { json, type ReferralContent, type ReferralPriority } from '@kith/contract';
import { appendAudit } from '../ground/audit/index.ts';
import type { ReferralRow } from '../ground/database/index.ts';
import type { Language } from '../ground/pages/index.ts';
import { contentOf, kindOf, knownFor } from './content.ts';
import type { ReferralOptions } from './options.ts';
import { guarded } from './sealed.ts';

const PRIORITIES: readonly ReferralPriority[] = [1, 2, 3];

export async function openContent(
  options: ReferralOptions,
  row: ReferralRow,
  by: string,
  language: Language,
): Promise<ReferralContent> {
  const kind = kindOf(options, row.kind);
  const content = await contentOf(options, row);
  // what could be filled in is of use only where something can be
  const problems =
    row.state === 'drafted' ? kind.problems(content, await guarded(() => knownFor(options, row)), language) : [];
  await tellOpened(options, row, by, 'referral.opened');
  return {
    ...{
      version: row.version,
      content,
      form: [...kind.form(language)],
      readable: [...kind.readable(content, language)],
      priorities: PRIORITIES.map((priority) => ({
        ...{ priority, words: options.settings.priorities[priority].words[language] },
      })),
    },
    available: problems.flatMap(({ path, value }) => {
      const read = json.safeParse(JSON.parse(JSON.stringify(value ?? null)));
      return value === undefined || !read.success ? [] : [{ path, value: read.data }];
    }),
  };
}

export function tellOpened(
  { store, clock }: ReferralOptions,
  { id, case_id, account, kind }: ReferralRow,
  by: string,
  action: 'referral.opened' | 'referral.exported',
): Promise<void> {
  return store.records.kysely.transaction().execute((trx) =>
    appendAudit(trx, {
      ...{ at_ms: clock(), by: `staff:${by}`, action, subject: `referral:${id}` },
      detail: { case: case_id, account, kind },
    }),
  );
}
