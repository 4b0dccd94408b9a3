/** Kinds of referral side by side, whatever their contents are: each reads its own content from JSON before it is asked anything. */
import { type FormSection, json, type ReadableSection, type ReferralPriority, toProblem } from '@kith/contract';
import type { z } from 'zod';
import type { Language } from '../../ground/pages/index.ts';
import type { Filer, FilingState, Next, Receipt, Sent } from './filer.ts';
import type { Localised, Portal, Problem, ReferralKind } from './kind.ts';
import type { KnownOfCase } from './known.ts';

export type Json = z.core.util.JSONType;

export type ReadContent = { ok: true; content: Json } | { ok: false; field: string; message: string };

/** A kind of referral without the type of its content. */
export interface PluggedKind {
  readonly kind: string;
  readonly authority: Localised;
  readonly unverified: Localised | null;
  form(language: Language): readonly FormSection[];
  prefill(known: KnownOfCase): Json;
  /** a content as somebody sent it, as it is kept: what the schema leaves out is gone */
  read(content: unknown): ReadContent;
  problems(content: Json, known: KnownOfCase, language: Language): readonly Problem[];
  readable(content: Json, language: Language): readonly ReadableSection[];
  warnings(priority: ReferralPriority, language: Language): readonly string[];
  readonly filing:
    | {
        readonly by: 'machine';
        readonly test: boolean;
        written: ((id: string, content: Json) => Receipt | null) | null;
        step(filing: FilingState, sent: Sent<Json>): Promise<Stepped>;
      }
    | { readonly by: 'hand'; readonly portal: Portal };
}

type Stepped = { filing: FilingState; next: Next };

/** @throws Error where a stored content is not what the kind takes any more: a newer or older Kith wrote it */
export function plug<C>(kind: ReferralKind<C>): PluggedKind {
  const contentOf = (stored: Json): C => kind.content.parse(stored);
  const { filing } = kind;
  return {
    ...{ kind: kind.kind, authority: kind.authority, unverified: kind.unverified },
    form: (language) => kind.form(language),
    // through JSON, as it is stored: what is not there is left out
    prefill: (known) => json.parse(JSON.parse(JSON.stringify(kind.content.parse(kind.prefill(known))))),
    read(content) {
      const read = kind.content.safeParse(content);
      if (read.success) return { ok: true, content: json.parse(JSON.parse(JSON.stringify(read.data))) };
      const { field = '', message } = toProblem(read.error, content);
      return { ok: false, field, message };
    },
    problems: (content, known, language) => kind.problems(contentOf(content), known, language),
    readable: (content, language) => kind.readable(contentOf(content), language),
    warnings: (priority, language) => kind.warnings(priority, language),
    filing:
      filing.by === 'hand'
        ? filing
        : {
            ...{ by: 'machine', test: filing.test, written: writtenBy(filing.filer, contentOf) },
            step: (state, { content, ...sent }) => filing.filer.step(state, { ...sent, content: contentOf(content) }),
          },
  };
}

const writtenBy = <C>(filer: Filer<C>, contentOf: (stored: Json) => C) =>
  filer.written === undefined
    ? null
    : (id: string, content: Json): Receipt | null => filer.written?.(id, contentOf(content)) ?? null;

/** The kinds that there are here, by name, in the order in which they are offered. @throws Error where two have one name */
export class Kinds {
  readonly all: readonly PluggedKind[];

  constructor(all: readonly PluggedKind[]) {
    const names = new Set(all.map(({ kind }) => kind));
    if (names.size < all.length) throw new Error('two kinds of referral have one name');
    this.all = all;
  }

  find(name: string): PluggedKind | null {
    return this.all.find(({ kind }) => kind === name) ?? null;
  }
}
