/**
 * What a rule can ask of an event: nested as rules name it, and worked out when it is asked for. Two give it: what is
 * known (known-facts.ts) and an example beside a rule (example-facts.ts).
 */
import type { AccountStatus, AgeBand, AgeMethod, EventType, EvidenceCode, Risk } from '@kith/contract';

/** The account that did it. */
export interface AccountFacts {
  readonly ageBand: AgeBand;
  readonly ageMethod: AgeMethod;
  /** 0 to 1 */
  readonly ageConfidence: number;
  readonly country: string;
  readonly region: string;
  readonly status: AccountStatus;
  readonly risk: Risk;
  readonly score: number;
  readonly ageDays: number;
  readonly distinctChildren1d: number;
  readonly distinctChildren7d: number;
  readonly distinctChildren30d: number;
  readonly childShare: number;
  readonly coldChildren30d: number;
  readonly answered30d: number;
  readonly childrenAgainst30d: number;
  readonly sameOpener30d: number;
  readonly handOffs30d: number;
  readonly farChildren30d: number;
  readonly breadth: number;
  readonly likeness: number;
}

/** What the account has done towards the other: before this event, but for the evidence in it. */
export interface ContactFacts {
  readonly messages: number;
  readonly replies: number;
  readonly withheld: number;
  readonly connected: boolean;
  readonly stranger: boolean;
  readonly firstMessage: boolean;
  readonly began: boolean;
  readonly ageDays: number;
  readonly score: number;
  readonly breadth: number;
  readonly evidence: Readonly<Record<EvidenceCode, number>>;
}

/** The account that it was done to. */
export interface OtherFacts {
  readonly ageBand: AgeBand;
  /** 0 to 1 */
  readonly ageConfidence: number;
  readonly country: string;
  readonly region: string;
}

export interface EventFacts {
  readonly type: EventType;
  /** a message to a group */
  readonly group: boolean;
  readonly codes: readonly EvidenceCode[];
}

export interface RuleFacts {
  readonly account: AccountFacts;
  readonly contact: ContactFacts;
  readonly other: OtherFacts;
  readonly event: EventFacts;
}
