/** From what deciding noted for families to rows. Pure: the same events give the same rows, however they are cut. */
import type { Considered, FamilyNote, Told } from '@kith/engine';
import type {
  FamilyChangeRow,
  FamilyDayRow,
  FamilyFriendRow,
  FamilyGroupRow,
  FamilyKeptAwayRow,
  FamilyRows,
  FamilyWarningRow,
} from '../ground/database/index.ts';

const DAY_MS = 86_400_000;

/** Rows by their keys, joined by what no identifier holds. */
class Rows<R extends { child: string }> {
  #rows = new Map<string, R>();
  readonly #keyOf: (row: R) => string;

  constructor(keyOf: (row: R) => string) {
    this.#keyOf = keyOf;
  }

  put(row: R): void {
    this.#rows.set(this.#keyOf(row), row);
  }

  get(row: R): R | undefined {
    return this.#rows.get(this.#keyOf(row));
  }

  without(row: R): void {
    this.#rows.delete(this.#keyOf(row));
  }

  forget(child: string): void {
    for (const [key, row] of this.#rows) if (row.child === child) this.#rows.delete(key);
  }

  /** In one order everywhere: two processes that write the same rows must not wait for each other. */
  inOrder(): R[] {
    return [...this.#rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  }
}

/** Gathers those of a block, event by event, in order. */
export class FamiliesOfBlock {
  #any = false;
  readonly #begunAgain = new Set<string>();
  readonly #days = new Rows<FamilyDayRow>((r) => `${r.child}\n${r.day}\n${r.other}\n${r.grouped}`);
  readonly #friends = new Rows<FamilyFriendRow>((r) => `${r.child}\n${r.other}`);
  readonly #groups = new Rows<FamilyGroupRow>((r) => `${r.child}\n${r.conversation}`);
  readonly #left = new Rows<FamilyGroupRow>((r) => `${r.child}\n${r.conversation}`);
  readonly #warnings = new Rows<FamilyWarningRow>((r) => `${r.child}\n${r.day}\n${r.kind}`);
  readonly #keptAway = new Rows<FamilyKeptAwayRow>((r) => `${r.child}\n${r.day}\n${r.other}`);
  readonly #changes = new Rows<FamilyChangeRow>((r) => `${r.child}\n${r.change}`);

  add({ at }: Told, { effects }: Pick<Considered, 'effects'>): void {
    for (const effect of effects) {
      if (effect.type !== 'family.noted') continue;
      this.#any = true;
      for (const note of effect.notes) this.#note(note, at);
    }
  }

  #note(note: FamilyNote, at: number): void {
    const { child } = note;
    const day = Math.floor(at / DAY_MS);
    switch (note.note) {
      case 'contact':
        this.#days.put({ child, day, other: note.other, grouped: Number(note.group) });
        break;
      case 'kept_away':
        this.#keptAway.put({ child, day, other: note.other });
        break;
      case 'friend': {
        const row = { child, other: note.other, day };
        // the later counts, whichever is told first
        if ((this.#friends.get(row)?.day ?? day) <= day) this.#friends.put(row);
        break;
      }
      case 'group': {
        const row = { child, conversation: note.conversation };
        this.#left.without(row);
        this.#groups.put(row);
        break;
      }
      case 'group_left': {
        const row = { child, conversation: note.conversation };
        this.#groups.without(row);
        this.#left.put(row);
        break;
      }
      case 'warning':
        this.#warnings.put({ child, day, kind: note.kind });
        break;
      case 'came_of_age':
      case 'account_gone': {
        const row = { child, change: note.note, at };
        if (this.#changes.get(row) === undefined) this.#changes.put(row);
        break;
      }
      case 'begin_again':
        this.#beginAgain(child);
        break;
      default:
        note satisfies never;
    }
  }

  /** What waits to be done for it stays. */
  #beginAgain(child: string): void {
    this.#begunAgain.add(child);
    for (const rows of [this.#days, this.#friends, this.#groups, this.#left, this.#warnings, this.#keptAway]) {
      rows.forget(child);
    }
  }

  /** null where there are none: in most blocks. */
  rows(): FamilyRows | null {
    if (!this.#any) return null;
    return {
      begunAgain: [...this.#begunAgain].sort((a, b) => (a < b ? -1 : 1)),
      left: this.#left.inOrder(),
      days: this.#days.inOrder(),
      friends: this.#friends.inOrder(),
      groups: this.#groups.inOrder(),
      warnings: this.#warnings.inOrder(),
      keptAway: this.#keptAway.inOrder(),
      changes: this.#changes.inOrder(),
    };
  }
}
