/** How people really type: some carefully, most not. The same noise for everybody, whatever they mean. */
import type { Chance } from '../random.ts';
import { leet } from './evasions.ts';

const EMOJI = ['😂', '😅', '👍', '🙂', '😭', '🔥', '❤️', '🙏', '😎', '🎉', '🤔', '💀', '🥲', '⚽', '🎮'];
const SHORT: Readonly<Record<string, string>> = {
  ...{
    you: 'u',
    are: 'r',
    your: 'ur',
    please: 'pls',
    tomorrow: 'tmrw',
    tonight: '2nite',
    because: 'cos',
    about: 'abt',
  },
  ...{ 'do not': 'dont', "don't": 'dont', "it's": 'its', "i'm": 'im', "can't": 'cant', really: 'rly', people: 'ppl' },
  ...{ with: 'w', before: 'b4', something: 'smth', message: 'msg', thanks: 'thx', okay: 'ok', and: 'n' },
  ...{ будь: 'бдь', ласка: 'лск', привіт: 'прив', дякую: 'дяк', нормально: 'норм', сьогодні: 'сьод' },
  ...{ porque: 'xq', que: 'q', también: 'tb', por: 'x', mañana: 'mñn', gracias: 'grax' },
};

/** 0: careful; 1: anything goes */
export type Carelessness = number;

export function type(line: string, careless: Carelessness, random: Chance): string {
  let text = line;
  // most lines of most people are as they are: found out with one draw
  if (!random.is(0.12 + careless * 0.6)) return text;
  if (random.is(0.5 * careless)) text = abbreviate(text);
  const oddity = random.next();
  if (oddity < 0.3) text = misspell(text, random);
  else if (oddity < 0.45) text = stretch(text, random);
  else if (oddity < 0.7) text = `${text} ${random.pick(EMOJI)}`;
  else if (oddity < 0.8) text = text.toLowerCase();
  else if (oddity < 0.83) text = text.toUpperCase();
  else if (oddity < 0.84) text = leet(text, random);
  else if (oddity < 0.845) text = [...text.slice(0, 24)].join(' ');
  return text;
}

const abbreviate = (text: string): string =>
  text
    .split(' ')
    .map((word) => SHORT[word.toLowerCase()] ?? word)
    .join(' ');

/** A letter left out, twice, or changed with its neighbour. */
function misspell(text: string, random: Chance): string {
  if (text.length < 4) return text;
  const i = 1 + random.below(text.length - 2);
  const [before, here, next, after] = [text.slice(0, i), text[i] ?? '', text[i + 1] ?? '', text.slice(i + 2)];
  if (!isLetter(here) || !isLetter(next)) return text;
  switch (random.below(3)) {
    case 0:
      return before + next + after;
    case 1:
      return before + here + here + next + after;
    default:
      return before + next + here + after;
  }
}

/** The last letter of the line, several times. */
function stretch(text: string, random: Chance): string {
  const last = text.at(-1) ?? '';
  return isLetter(last) ? text + last.repeat(1 + random.below(4)) : text;
}

/** One code unit that is a letter by itself: never half of an emoji. */
const isLetter = (unit: string): boolean => unit.length === 1 && unit.toLowerCase() !== unit.toUpperCase();
