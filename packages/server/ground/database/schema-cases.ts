/** Rows of cases: what is to be judged about an account, what happened to it, and what people looked at. */
import type { Generated } from 'kysely';

/** What leads to a case, as it is written in the commit of its event: a case that is there takes over what is more pressing. */
export interface CaseSeed {
  id: string;
  account: string;
  /** of those who look at it */
  queue: string;
  opened_at: number;
  updated_at: number;
  level: string;
  score: number;
  /** what the score was made of, or which rule or report it was, JSON */
  why: string;
  event: string;
  /** what was to be seen of the account when its risk last rose, JSON of names and numbers; null where it never did */
  features: string | null;
  /** since when it waits to be judged: since it was opened, or opened again */
  waits_since: number;
  /**
   * Its place in a queue, in hours: what its priority is worth, less since when it waits. Waiting changes the order of no two
   * cases, so nothing has to be written again for it
   */
  rank: number;
}

/** As it comes with the commit of events: it may be that people have seen all that, and nothing is opened. */
export interface CaseToOpen extends CaseSeed {
  /** opens nothing where people found the account harmless since, milliseconds since 1970; null: opens always */
  harmless_since: number | null;
  /** unless its score is higher than that case's by so much, log-odds */
  harmless_points: number;
}

/** What has a value of the database's own until somebody judges or weighs it. */
interface CaseStanding {
  /** open, second_review, decided, closed; that somebody holds it is in the lease. See cases/states.ts */
  state: string;
  /** rises with every change that whoever rules must have seen */
  version: number;
  /** points of everything but waiting */
  priority: number;
  /** what the priority is made of, JSON of codes and numbers */
  priority_why: string;
  /** urgent, high, normal */
  band: string;
  /** how hard on people what is to be seen may be, 1 to 3 */
  severity: number;
  age_band: string;
  children: number;
  reports: number;
  /** when it is to be weighed (again); null where nothing would change */
  weigh_at: number | null;
  /** the settings it was weighed by */
  weighed_by: string;
  /** when it should be decided */
  due_at: number | null;
  /** a person of staff, and until when */
  leased_by: string | null;
  leased_until: number | null;
  /** who ruled first, and who looked second, since it was last opened */
  first_by: string | null;
  second_by: string | null;
  /** when there was nothing to judge any more: it was decided, or merged into another; null while it waits for people */
  decided_at: number | null;
  merged_into: string | null;
  /** how often it was opened again */
  reopened: number;
  /** when all that followed was done */
  closed_at: number | null;
}

/** All that is to be judged about one account; one that waits to be judged at most. */
export type CaseRow = CaseSeed & CaseStanding;
export type CaseTable = CaseSeed & { [K in keyof CaseStanding]: Generated<CaseStanding[K]> };

/** A line of a case's history; only ever added. */
export interface CaseEventRow {
  id: string;
  case_id: string;
  at: number;
  /** its place among those of the same moment */
  place: number;
  /** of the contract's caseEventKind */
  kind: string;
  /** a person of staff; null where Kith did it */
  by_staff: string | null;
  /** names and numbers, JSON */
  detail: string;
  /** what somebody wrote */
  note: string | null;
}

/** That somebody of staff looked at something: nobody but themselves is ever shown it. */
export interface ExposureRow {
  id: string;
  staff: string;
  case_id: string;
  severity: number;
  at: number;
}

/** A line of the history of whichever case of an account is open when it is written: made from an event. */
export interface CaseLine {
  id: string;
  account: string;
  /** only where that case is this one: that it was opened is said once */
  opens: string | null;
  at: number;
  place: number;
  kind: 'opened' | 'risk_rose' | 'rule_hit' | 'report_joined' | 'material_matched' | 'link_found';
  detail: string;
}
