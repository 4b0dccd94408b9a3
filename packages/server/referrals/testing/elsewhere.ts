/** The module of a kind of referral, as an operator would name it in the file of referrals: it sends to the address of ELSEWHERE_URL. */
import type { FilingState, Next } from '../kinds/filer.ts';
import type { ReferralKind } from '../kinds/kind.ts';
import type { ReferralSettings } from '../settings.ts';
import { type Content, foreignKind } from './foreign-kind.ts';

/** How soon what failed is tried again, milliseconds. */
const AGAIN_MS = 50;

async function call(path: string, body: object, signal: AbortSignal): Promise<Record<string, unknown>> {
  const answer = await fetch(`${process.env.ELSEWHERE_URL}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    signal,
  });
  return JSON.parse(await answer.text());
}

export default function elsewhere({ provider }: ReferralSettings): ReferralKind<Content> {
  return {
    ...foreignKind(),
    filing: {
      ...{ by: 'machine', test: provider === null },
      filer: {
        async step(filing, { content: { account }, signal, clock }): Promise<{ filing: FilingState; next: Next }> {
          const { report } = filing;
          try {
            if (report === null) {
              const answer = await call('/open', { account }, signal);
              if (answer.refused === true) {
                return { filing: { ...filing, step: 'refused', problem: 'refused' }, next: 'refused' };
              }
              const opened: FilingState = {
                ...filing,
                step: 'opened',
                report: String(answer.report),
                attempts: 0,
                problem: null,
              };
              return { filing: opened, next: 'again' };
            }
            await call('/file', { report, account }, signal);
            const receipt = { name: 'receipt.txt', mediaType: 'text/plain', text: `got ${report}` };
            const finished: FilingState = { ...filing, step: 'finished', attempts: 0, problem: null };
            return { filing: { ...finished, reference: report, receipt }, next: 'finished' };
          } catch {
            const failed: FilingState = { ...filing, attempts: filing.attempts + 1, problem: 'network' };
            return { filing: failed, next: { waitUntil_ms: clock() + AGAIN_MS } };
          }
        },
      },
    },
  };
}
