/** A kind of referral for tests, as somebody would write it for a country that Kith knows nothing of. */
import { time } from '@kith/contract';
import { z } from 'zod';
import type { FilingState } from '../kinds/filer.ts';
import type { ReferralKind } from '../kinds/kind.ts';

export const FOREIGN = 'elsewhere';

const content = z.strictObject({ account: z.string().max(200), happened: time.optional() });
export type Content = z.infer<typeof content>;

/** What its authority has got, by number. */
export const SENT = new Map<string, unknown>();

export interface ForeignOptions {
  /** told before each step; what it throws stops the step as a crash would */
  before?: (filing: FilingState) => void | Promise<void>;
  test?: boolean;
}

export function foreignKind({ before, test = false }: ForeignOptions = {}): ReferralKind<Content> {
  const missing = { en: 'must say which account', cy: 'rhaid dweud pa gyfrif' };
  const left = { en: 'it is known when it happened', cy: 'mae’n hysbys pryd y digwyddodd' };
  const labels = { account: { en: 'Account', cy: 'Cyfrif' }, happened: { en: 'When', cy: 'Pryd' } };
  return {
    kind: FOREIGN,
    authority: { en: 'The authority elsewhere', cy: 'Yr awdurdod mewn man arall' },
    unverified: null,
    content,
    form: (language) => [
      {
        ...{ title: 'What happened', help: null },
        fields: [
          {
            ...{ path: 'account', label: labels.account[language], help: null, type: 'text', required: true, max: 200 },
            ...{ options: null, fields: null, sensitive: false },
          },
        ],
      },
    ],
    prefill: ({ reported: [{ account }], first_ms }) => ({
      account,
      ...(first_ms !== null && { happened: new Date(first_ms).toISOString() }),
    }),
    problems: ({ account, happened }, { first_ms }, language) => [
      ...(account === '' ? [{ path: 'account', kind: 'missing_required' as const, words: missing[language] }] : []),
      ...(happened === undefined && first_ms !== null
        ? [
            {
              ...{ path: 'happened', kind: 'missing_available' as const, words: left[language] },
              value: new Date(first_ms).toISOString(),
            },
          ]
        : []),
    ],
    readable: ({ account, happened = '' }, language) => [
      {
        title: 'What happened',
        lines: [
          { label: labels.account[language], text: account },
          { label: labels.happened[language], text: happened },
        ],
      },
    ],
    warnings: () => [],
    filing: {
      ...{ by: 'machine', test },
      filer: {
        async step(filing, { content: what }) {
          await before?.(filing);
          if (filing.report === null) {
            return { filing: { ...filing, step: 'opened', report: `X-${SENT.size + 1}` }, next: 'again' };
          }
          SENT.set(filing.report, what);
          const receipt = { name: 'receipt.txt', mediaType: 'text/plain', text: `got ${filing.report}` };
          return { filing: { ...filing, step: 'finished', reference: filing.report, receipt }, next: 'finished' };
        },
      },
    },
  };
}
