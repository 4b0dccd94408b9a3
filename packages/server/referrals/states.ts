/**
 * How a referral goes from one hand to the next. Pure: what it comes to, or why that can't be done.
 *
 * A referral is **drafted** from its case, by a person or because a ruling asks for it. Whoever works on it completes it, and
 * says that it is **checked**: complete, and true as far as they can tell. From then on nobody changes it. Somebody else, who
 * neither checked it nor changed it last, **approves** it, or gives it back. So two people have looked at all that leaves, and what leaves is what
 * they have looked at: giving it back forgets both.
 *
 * What is approved leaves. By machine: a courier **begins**, and from that moment it can't be given back, since something of it may
 * be at the authority. The authority takes it, and it is **sent**; or refuses it, and nothing is open there: then people may
 * give it back and mend it, or let it be sent **again** as it is. By hand: somebody files it at the authority's portal and
 * notes the reference number. Either way it is sent once: nothing leads back from `sent`.
 *
 * It is **received** when what the authority answered is stored. What is added later is a referral of its own that
 * `supplements` the first; when that is received, the first is **supplemented**. **Retained**: nothing more is to be done, and it
 * is kept as the law says. **Destroyed**: that is over, and its content with it.
 *
 * Until it is approved it may also end without being sent: **covered** by what another authority got, or **not reported**; both say
 * why. Nothing leads out of these two: where it should be sent after all, it is drafted anew, and two people look again.
 */
import type { ReferralState } from '@kith/contract';

/** What the courier is at with one that goes by machine; `idle` where nothing of it has left. */
export type FilingStage = 'idle' | 'begun' | 'refused';

/** A referral as it stands. */
export interface Standing {
  state: ReferralState;
  /** it goes by machine, or people file it */
  machine: boolean;
  filing: FilingStage;
  /** who changed it last */
  editedBy: string | null;
  checkedBy: string | null;
  approvedBy: string | null;
}

export const drafted = (machine: boolean): Standing => ({
  ...{ state: 'drafted', machine, filing: 'idle', editedBy: null, checkedBy: null, approvedBy: null },
});

/** What is done: by somebody of staff, or by Kith itself. */
export type Act =
  | { act: 'edit'; by: string }
  | { act: 'check'; by: string }
  | { act: 'give_back' }
  | { act: 'approve'; by: string }
  /** the courier is about to tell the authority something of it */
  | { act: 'begin' }
  /** the authority refused it, and nothing is open there */
  | { act: 'refuse' }
  /** it is to be tried again as it is */
  | { act: 'send_again' }
  /** the authority has it: by the machine, or noted by hand */
  | { act: 'send'; machine: boolean }
  /** what it answered is stored */
  | { act: 'receive' }
  /** one that adds to it was received */
  | { act: 'supplement' }
  | { act: 'retain' }
  | { act: 'destroy' }
  | { act: 'cover' }
  | { act: 'leave' };

/**
 * `referral_state`: it is too early, or too late, for that. `checked_it`, `edited_it`: who checked it, or wrote what was checked,
 * may not approve it. `leaving`: something
 * of it may be at the authority already. `by_machine`, `by_hand`: it goes the other way.
 */
export type Refusal = 'referral_state' | 'checked_it' | 'edited_it' | 'leaving' | 'by_machine' | 'by_hand';

export type Next = { ok: true; standing: Standing } | { ok: false; refusal: Refusal };

const refused = (refusal: Refusal): Next => ({ ok: false, refusal });

/** From which states an act can be done at all, and to which it leads; null: it stays in the same. */
const TABLE: Readonly<Record<Act['act'], { from: readonly ReferralState[]; to: ReferralState | null }>> = {
  edit: { from: ['drafted'], to: null },
  check: { from: ['drafted'], to: 'checked' },
  give_back: { from: ['checked', 'approved'], to: 'drafted' },
  approve: { from: ['checked'], to: 'approved' },
  begin: { from: ['approved'], to: null },
  refuse: { from: ['approved'], to: null },
  send_again: { from: ['approved'], to: null },
  send: { from: ['approved'], to: 'sent' },
  receive: { from: ['sent'], to: 'received' },
  supplement: { from: ['received', 'supplemented', 'retained'], to: 'supplemented' },
  retain: { from: ['received', 'supplemented'], to: 'retained' },
  destroy: { from: ['sent', 'received', 'supplemented', 'retained'], to: 'destroyed' },
  cover: { from: ['drafted', 'checked'], to: 'covered' },
  leave: { from: ['drafted', 'checked'], to: 'not_reported' },
};

/** What a referral comes to by an act; what it was is left as it is. */
export function next(standing: Standing, act: Act): Next {
  const { from, to } = TABLE[act.act];
  if (!from.includes(standing.state)) return refused('referral_state');
  const became = { ...standing, state: to ?? standing.state };
  switch (act.act) {
    case 'edit':
      return ok({ ...became, editedBy: act.by });
    case 'check':
      return { ok: true, standing: { ...became, checkedBy: act.by } };
    case 'approve':
      if (standing.checkedBy === null) return refused('referral_state');
      if (standing.checkedBy === act.by) return refused('checked_it');
      if (standing.editedBy === act.by) return refused('edited_it');
      return { ok: true, standing: { ...became, approvedBy: act.by } };
    case 'give_back':
      if (standing.filing === 'begun') return refused('leaving');
      return { ok: true, standing: { ...became, filing: 'idle', checkedBy: null, approvedBy: null } };
    case 'begin':
      if (!standing.machine) return refused('by_hand');
      return standing.filing === 'refused' ? refused('referral_state') : ok({ ...became, filing: 'begun' });
    case 'refuse':
      return standing.filing === 'begun' ? ok({ ...became, filing: 'refused' }) : refused('referral_state');
    case 'send_again':
      return standing.filing === 'refused' ? ok({ ...became, filing: 'idle' }) : refused('referral_state');
    case 'send':
      if (act.machine !== standing.machine) return refused(standing.machine ? 'by_machine' : 'by_hand');
      if (act.machine && standing.filing !== 'begun') return refused('referral_state');
      return ok(became);
    case 'receive':
    case 'supplement':
    case 'retain':
    case 'destroy':
    case 'cover':
    case 'leave':
      return ok(became);
    default:
      return act satisfies never;
  }
}

const ok = (standing: Standing): Next => ({ ok: true, standing });

/** States in which nobody gets it by this referral. */
export const ENDED_UNSENT: readonly ReferralState[] = ['covered', 'not_reported'];
