/**
 * `npm run notices`: every notice in every language, for reviewers and designers, at http://127.0.0.1:4105.
 *
 *   --words FOLDER   with your own words in the place of Kith's, as KITH_WORDS names them
 *   --port PORT      somewhere else
 */
import { parseArgs } from 'node:util';
import { formatProblems } from '../../packages/server/ground/yaml/index.ts';
import { loadWords } from '../../packages/server/words/index.ts';
import { giveUp, say } from '../lib/say.mjs';
import { galleryFiles } from './gallery-files.ts';
import { serveFiles } from './serve.ts';

const { values } = parseArgs({ options: { words: { type: 'string' }, port: { type: 'string', default: '4105' } } });
const folder = values.words ?? process.env.KITH_WORDS;
const loaded = loadWords(folder === undefined ? {} : { folder });
if (!loaded.ok) giveUp(formatProblems(loaded.problems));
else {
  const { url } = await serveFiles(await galleryFiles(loaded.words), Number(values.port));
  say(`Every notice in every language: ${url}/`);
}
