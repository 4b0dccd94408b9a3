/**
 * What people in the town write: neutral and dull on purpose. Nobody's intent can be read from the words; who
 * approaches children shows by behaviour alone.
 */
import type { Chance } from '../random.ts';

const LINES = {
  en: [
    'are you coming to practice later?',
    'did you get the maths homework?',
    'yes, see you at six',
    'I left my bag on the bus again',
    'what time does it start?',
    'ok, thanks',
    'it is raining here',
    'the match was moved to Saturday',
    'can you bring the blue folder tomorrow?',
    'we are having soup',
    'not yet, maybe after dinner',
    'the library closes at five',
    'have you seen the new timetable?',
    'my phone is nearly out of battery',
    'the dog ate the crossword',
    'good luck with the test',
    'I will ask and tell you later',
    'which bus do you take?',
    'there are two tickets left for the science fair',
    'the printer is broken again',
    'page 42, questions 1 to 6',
    'happy birthday to your grandma!',
    'the kettle is on',
    'sorry, I was at the dentist',
    'no worries',
    'the rehearsal is in the main hall',
    'I finished the puzzle with 1000 pieces',
    'did anyone find a green scarf?',
    'the bins go out on Tuesday',
    'we won three to two',
  ],
  cy: [
    'wyt ti’n dod i’r ymarfer nes ymlaen?',
    'mae’n bwrw glaw yma',
    'faint o’r gloch mae’n dechrau?',
    'iawn, diolch',
    'mae’r gêm wedi symud i ddydd Sadwrn',
    'wela i di am chwech',
    'mae’r llyfrgell yn cau am bump',
    'pob lwc gyda’r prawf',
    'dim eto, ar ôl swper efallai',
    'tudalen 42, cwestiynau 1 i 6',
  ],
} as const;

/** A line of ordinary talk in the speaker's language. */
export function line(language: string, random: Chance): string {
  return random.pick(language === 'cy' ? LINES.cy : LINES.en);
}

/** Every line there is. */
export const allLines: readonly string[] = Object.values(LINES).flat();
