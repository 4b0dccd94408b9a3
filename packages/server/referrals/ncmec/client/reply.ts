/** What came of one call. */
import type { Answer } from './answer.ts';
import { CODES, mayHaveActed, type Verdict, verdictOf } from './codes.ts';

export type Reply =
  /** NCMEC has answered */
  | { came: 'answer'; answer: Answer; http: number; requestId: string | null; text: string }
  /** nothing that could be read has come back */
  | {
      came: 'nothing';
      /** a code of ours, of the network, or HTTP_503 */
      problem: string;
      requestId: string | null;
      /** whether the call may have had its effect */
      mayHaveActed: boolean;
      /** how long it asks us to wait; 0 where it doesn't */
      retryAfter_ms: number;
    };

export function judge(reply: Reply): { verdict: Verdict; mayHaveActed: boolean } {
  if (reply.came === 'nothing') return { verdict: 'later', mayHaveActed: reply.mayHaveActed };
  const { code } = reply.answer;
  return { verdict: verdictOf(code), mayHaveActed: mayHaveActed(code) };
}

/** The answer to a call about a report; as none, after which the call may have had its effect, where it is of another report. */
export function aboutReport(reply: Reply, number: string): Reply {
  if (reply.came === 'nothing') return reply;
  const { reportId } = reply.answer;
  return reportId === null || reportId === number ? reply : notBelieved(reply.requestId, 'KITH_OTHER_REPORT');
}

/** For what came and can't be believed: the call may have had its effect. */
export const notBelieved = (requestId: string | null, problem: string, retryAfter_ms = 0): Reply => ({
  ...{ came: 'nothing', problem, requestId, mayHaveActed: true, retryAfter_ms },
});

/** What a person, and NCMEC's support, need to look into it: codes, and nothing that was sent. */
export function problemOf(call: string, reply: Reply): string {
  const what = reply.came === 'nothing' ? reply.problem : `code ${reply.answer.code}`;
  return `${call}: ${what}${reply.requestId === null ? '' : ` (Request-ID ${reply.requestId})`}`;
}

/** A 401 has an empty body (grade S). */
export const UNAUTHENTICATED: Answer = { code: CODES.authenticationRequired, reportId: null, fileId: null, hash: null };
