/**
 * A grammar's lines made ready: `{a|b}` is one of several, `{word}` a slot or a word of that list, the rest is as it is.
 * Alternatives may hold alternatives. Read once, so that a line costs a few picks.
 */
import type { Chance } from '../random.ts';

export type Slots = Readonly<Record<string, string>>;
/** Writes a line. */
export type Line = (random: Chance, slots: Slots) => string;
export type Words = ReadonlyMap<string, readonly Line[]>;

const fixed =
  (text: string): Line =>
  () =>
    text;

const oneOf = (lines: readonly Line[]): Line => {
  const n = lines.length;
  return (random, slots) => lines[random.below(n)]?.(random, slots) ?? '';
};

function inOrder(parts: readonly Line[]): Line {
  const [first, second, third] = parts;
  if (first === undefined) return fixed('');
  if (second === undefined) return first;
  if (third === undefined) return (random, slots) => first(random, slots) + second(random, slots);
  return (random, slots) => {
    let text = '';
    for (const part of parts) text += part(random, slots);
    return text;
  };
}

/** Throws where braces don't match or a word is in no list. */
export function compileLine(source: string, words: Words, slotNames: ReadonlySet<string>): Line {
  let at = 0;
  const fail = (what: string): never => {
    throw new Error(`${what} in the line ${JSON.stringify(source)}`);
  };

  function sequence(inside: boolean): Line {
    const parts: Line[] = [];
    let plain = '';
    const flush = () => {
      if (plain !== '') parts.push(fixed(plain));
      plain = '';
    };
    for (; at < source.length; at++) {
      const c = source[at];
      if (inside && (c === '|' || c === '}')) break;
      if (c === '}') fail('a } without its {');
      if (c !== '{') plain += c;
      else {
        flush();
        parts.push(braces());
      }
    }
    flush();
    return inOrder(parts);
  }

  function braces(): Line {
    const word = /^\{([a-z_]+)\}/.exec(source.slice(at))?.[1];
    if (word !== undefined) {
      at += word.length + 1;
      const list = words.get(word);
      if (list !== undefined) return oneOf(list);
      if (slotNames.has(word)) return (_, slots) => slots[word] ?? '';
      return fail(`{${word}} is neither a list of words nor a slot`);
    }
    const choices: Line[] = [];
    do {
      at++; // past { or |
      choices.push(sequence(true));
    } while (source[at] === '|');
    if (source[at] !== '}') fail('a { without its }');
    return oneOf(choices);
  }

  return sequence(false);
}
