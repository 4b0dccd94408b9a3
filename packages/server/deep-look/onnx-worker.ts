/**
 * The thread of the operator's classifier: a model of BERT's kind, which takes input_ids and, where it wants them,
 * attention_mask and token_type_ids, and whose first output has a score a label.
 */
import { readFileSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { Tokenizer } from '@huggingface/tokenizers';
import { foundByScores } from './labels.ts';
import type { Asked, Looked } from './looker.ts';
import { onnxSettings } from './settings.ts';
import { answerAsks } from './worker-protocol.ts';

const settings = onnxSettings.parse(workerData);
const { InferenceSession, Tensor, env } = await runtime();
// this thread is the one that the model may have
env.wasm.numThreads = 1;
const session = await InferenceSession.create(new Uint8Array(readFileSync(settings.file)), {
  executionProviders: ['wasm'],
});
const tokenizer = new Tokenizer(JSON.parse(readFileSync(settings.tokenizer, 'utf8')), {});
const INPUTS = ['input_ids', 'attention_mask', 'token_type_ids'] as const;
for (const name of session.inputNames) {
  if (!INPUTS.some((known) => known === name)) throw new Error(`the model asks for "${name}", which Kith can't give`);
}
// a model that doesn't go with its labels is told before anything is served
await look([{ id: '0', text: 'hello' }]);
answerAsks(look, settings.memory_MB);

async function runtime() {
  try {
    return await import('onnxruntime-web');
  } catch (error) {
    throw new Error('an ONNX model needs a package that is not there: npm install onnxruntime-web@1', { cause: error });
  }
}

async function look(texts: readonly Asked[]): Promise<Looked> {
  const encoded = texts.map(({ text }) => tokenizer.encode(text).ids.slice(0, settings.tokens));
  const width = Math.max(1, ...encoded.map((ids) => ids.length));
  const size = texts.length * width;
  const values = {
    input_ids: new BigInt64Array(size),
    attention_mask: new BigInt64Array(size),
    token_type_ids: new BigInt64Array(size),
  };
  for (const [row, ids] of encoded.entries()) {
    for (const [at, id] of ids.entries()) {
      values.input_ids[row * width + at] = BigInt(id);
      values.attention_mask[row * width + at] = 1n;
    }
  }
  const wanted = INPUTS.filter((name) => session.inputNames.includes(name));
  const feeds = Object.fromEntries(
    wanted.map((name) => [name, new Tensor('int64', values[name], [texts.length, width])]),
  );
  const output = (await session.run(feeds))[session.outputNames[0] ?? ''];
  const labels = settings.labels.length;
  if (!(output?.data instanceof Float32Array) || output.data.length !== texts.length * labels) {
    throw new Error(`the model gives ${output?.type} of ${output?.dims.join(' x ')}, and ${labels} labels are named`);
  }
  const scores = [...output.data];
  return texts.map(({ id }, row) => ({
    id,
    evidence: foundByScores(scores.slice(row * labels, (row + 1) * labels), settings),
  }));
}
