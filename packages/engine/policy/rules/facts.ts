/**
 * What a rule can ask of an event: nested as rules name it, and worked out when it is asked for. Two give it: what is
 * known (known-facts.ts) and an example beside a rule (example-facts.ts).
 */
import type { AccountStatus, AgeBand, AgeMethod, EventType, Risk } from '@kith/contract';

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
  readonly ageDays: number;
  readonly childrenAgainst30d: number;
}

/** What the account has done towards the other, before this event. */
export interface ContactFacts {
  readonly messages: number;
  readonly replies: number;
  readonly withheld: number;
  readonly connected: boolean;
  readonly stranger: boolean;
  readonly firstMessage: boolean;
  readonly began: boolean;
  readonly ageDays: number;
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
}

export interface RuleFacts {
  readonly account: AccountFacts;
  readonly contact: ContactFacts;
  readonly other: OtherFacts;
  readonly event: EventFacts;
}
