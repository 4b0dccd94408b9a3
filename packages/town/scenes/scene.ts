/** What a scene is: a stretch of somebody's life, as steps. */
import type { Decision, EventInput, NoticeKind } from '@kith/contract';

/** What happens, before it has an id and a time. */
type Without<E> = E extends { type: infer T; data: infer D } ? { type: T; data: D } : never;
export type Happening = Without<EventInput>;

/** What Kith decided about something that happened; `allow` where nobody said. */
export interface Answer {
  /** the event's id */
  event: string;
  outcome: Decision['outcome'];
  reasons: readonly { code: Decision['reasons'][number]['code'] }[];
  notices: readonly { to: string; kind: NoticeKind; about?: string | undefined }[];
}
/** The same before anybody knows which event it is about. */
export type Said = Omit<Answer, 'event'>;

/** A step: something happens, or so many milliseconds pass. */
export type Step = Happening | number;

/** It gives steps, and is told of each that was something happening what Kith decided. */
export type Scene<Result = void> = Generator<Step, Result, Answer>;
