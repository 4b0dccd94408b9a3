/** Pictures of somebody are asked for in plain words; pictures of something are asked for in nearly the same. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createTextReader } from '@kith/engine';
import { checkCues } from './check.ts';

const checked = checkCues([]);
assert.ok(checked.ok);
const reader = createTextReader(checked.compiled, null);
const asksForMedia = (text: string): boolean =>
  reader.read(text, 'en').evidence.some(({ code }) => code === 'MEDIA_REQUEST');

describe('asking for pictures and calls in plain English', () => {
  for (const text of [
    'send us a pic',
    'can you send me a photo?',
    'send pics',
    'show me a picture',
    'got any pics',
    "let's see a pic",
    'mind sending a pic',
    'give us a selfie',
    'i want to see a picture of you',
    'are you able to video chat',
  ])
    it(`is seen: ${text}`, () => assert.ok(asksForMedia(text)));

  for (const text of [
    'send me a screenshot',
    'send me a picture of your dog',
    'send the photo of the form',
    'can you send the pics from yesterday',
    'send pics of the party',
    'send a pic of the homework',
    'send me a photo of page 12',
    'what a nice picture',
  ])
    it(`is not: ${text}`, () => assert.ok(!asksForMedia(text)));
});
