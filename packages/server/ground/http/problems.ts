/** What can be wrong with a request: one table from a stable code to its HTTP status. */
import type { Problem, ProblemCode } from '@kith/contract';

const statusOf = {
  // about a value: the contract's own
  not_an_object: 400,
  missing_field: 400,
  unknown_field: 400,
  invalid_field: 400,
  unknown_type: 400,
  own_type: 400,
  // about a body as a whole
  empty_body: 400,
  not_utf8: 400,
  not_json: 400,
  too_large: 413,
  too_many_events: 413,
  unsupported_type: 415,
  // about a request as a whole
  bad_request: 400,
  key_missing: 401,
  key_refused: 401,
  sign_in: 401,
  scope_missing: 403,
  loopback_only: 403,
  not_own: 403,
  not_fresh: 403,
  passkey_refused: 403,
  not_found: 404,
  not_known: 404,
  method_not_allowed: 405,
  // about a case, a ruling or an appeal as it is by now
  case_changed: 409,
  case_held: 409,
  not_held: 409,
  case_over: 409,
  case_reported: 409,
  first_look: 409,
  not_ruled: 409,
  standing_changed: 409,
  not_looked: 409,
  too_late: 409,
  // about a referral as it is by now
  referral_changed: 409,
  referral_state: 409,
  nothing_attached: 409,
  checked_it: 409,
  edited_it: 409,
  leaving: 409,
  by_machine: 409,
  by_hand: 409,
  reported_elsewhere: 409,
  incomplete: 409,
  // about a link between accounts
  not_judged: 409,
  judged_by_other: 409,
  // about what the service says of itself
  answers_changed: 409,
  // about an assessment as it is by now
  assessment_changed: 409,
  assessment_incomplete: 409,
  report_changed: 409,
  // about people
  not_possible: 409,
  pseudonym_taken: 409,
  invitation_void: 410,
  invitation_changed: 409,
  // about a report as it is by now, and what the policy doesn't allow
  report_closed: 409,
  report_placed: 409,
  not_allowed: 409,
  appeal_changed: 409,
  ruled: 409,
  // about evidence
  known_material: 409,
  not_asked: 409,
  too_many_given: 409,
  damaged: 409,
  destroyed: 410,
  request_timeout: 408,
  too_many_held: 409,
  uri_too_long: 414,
  too_many_requests: 429,
  headers_too_large: 431,
  // about Kith
  internal: 500,
  busy: 503,
  unavailable: 503,
  stopping: 503,
} as const satisfies Record<ProblemCode, 400> & Record<string, number>;

export type HttpProblemCode = keyof typeof statusOf;

const isHttpCode = (code: string): code is HttpProblemCode => Object.hasOwn(statusOf, code);

/** Every code with its status, for documentation and tests. */
export const problemStatuses: Readonly<Record<HttpProblemCode, number>> = statusOf;

/** Seconds after which to try again what was refused because of Kith itself. */
export const RETRY_AFTER_S = 1;

export interface HttpProblem extends Problem {
  code: HttpProblemCode;
}

/** A request that ends with a problem. It is the sender's to read, so it is not logged. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: HttpProblem;

  constructor(code: HttpProblemCode, message: string, field?: string) {
    super(message);
    this.problem = { code, message, ...(field !== undefined && { field }) };
  }

  /** A problem that somebody found, with its own code where that is one of ours. */
  static of({ code, message, field }: Problem): ProblemError {
    return new ProblemError(isHttpCode(code) ? code : 'bad_request', message, field);
  }

  get status(): number {
    return statusOf[this.problem.code];
  }
}

/** The body of every failed request: `{"error":{"code","message","field"?}}` */
export const failureJson = (problem: Problem): string => JSON.stringify({ error: problem });
