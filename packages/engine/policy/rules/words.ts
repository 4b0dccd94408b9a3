/** The words of a rule's signal: text, with facts by their names in braces. Checked when the policy is read. */
import { nearest } from '@kith/contract';
import type { RuleFacts } from './facts.ts';
import { type Fact, vocabulary, worded } from './vocabulary.ts';

export interface Words {
  say(f: RuleFacts): string;
  /** the facts that they name */
  readonly asks: ReadonlySet<string>;
}

export function compileWords(words: string): { ok: true; words: Words } | { ok: false; message: string } {
  // odd pieces are what stood in braces
  const pieces = words.split(/\{([^{}]*)\}/);
  if (pieces.some((piece, i) => i % 2 === 0 && /[{}]/.test(piece))) {
    return { ok: false, message: 'has a brace without its partner: {account.ageBand} stands for a fact' };
  }
  const facts: Fact[] = [];
  const asks = new Set<string>();
  for (const path of pieces.filter((_, i) => i % 2 === 1)) {
    const fact = Object.hasOwn(vocabulary, path) ? vocabulary[path] : undefined;
    if (fact === undefined) {
      const meant = nearest(path, Object.keys(vocabulary));
      return { ok: false, message: `{${path}} is no fact that rules know${meant ? `: did you mean {${meant}}?` : ''}` };
    }
    facts.push(fact);
    asks.add(path);
  }
  const say = (f: RuleFacts): string =>
    pieces.map((piece, i) => (i % 2 === 0 ? piece : worded(facts[(i - 1) / 2], f))).join('');
  return { ok: true, words: { say, asks } };
}
