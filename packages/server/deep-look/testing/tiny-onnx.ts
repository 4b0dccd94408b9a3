/**
 * A classifier small enough to write by hand, as the bytes of its protobuf (onnx.proto, IR version 8, opset 13): each token has
 * a row of scores, and a text has the most of each that its tokens have. And a tokenizer that knows the words of it.
 */

const BYTE_BITS = 7n;
const varint = (value: number): number[] => {
  const bytes: number[] = [];
  let left = BigInt(value);
  do {
    const low = Number(left & 0x7fn);
    left >>= BYTE_BITS;
    bytes.push(left > 0n ? low | 0x80 : low);
  } while (left > 0n);
  return bytes;
};
const int = (field: number, value: number): number[] => [...varint(field << 3), ...varint(value)];
const bytes = (field: number, value: readonly number[]): number[] => [
  ...varint((field << 3) | 2),
  ...varint(value.length),
  ...value,
];
const text = (field: number, value: string): number[] => bytes(field, [...Buffer.from(value)]);
const message = (field: number, ...parts: readonly number[][]): number[] => bytes(field, parts.flat());

/** TensorProto: 1 float, 7 int64. */
const [FLOAT, INT64] = [1, 7];

const node = (op: string, inputs: readonly string[], output: string, ...attributes: number[][]): number[] =>
  message(1, ...inputs.map((name) => text(1, name)), text(2, output), text(4, op), ...attributes);

const floats = (name: string, dims: readonly number[], values: readonly number[]): number[] =>
  message(
    5,
    ...dims.map((dim) => int(1, dim)),
    int(2, FLOAT),
    text(8, name),
    bytes(9, [...new Uint8Array(new Float32Array(values).buffer)]),
  );

const value = (field: number, name: string, type: number, dims: readonly (number | string)[]): number[] => {
  const shape = dims.map((dim) => (typeof dim === 'number' ? message(1, int(1, dim)) : message(1, text(2, dim))));
  return message(field, text(1, name), message(2, message(1, int(1, type), message(2, ...shape))));
};

/** A model whose scores of each token are the rows of a table. */
export function tinyModel(table: readonly (readonly number[])[], input = 'input_ids'): Uint8Array {
  const labels = table[0]?.length ?? 0;
  const axes = message(5, text(1, 'axes'), int(8, 1), int(20, 7));
  const keepdims = message(5, text(1, 'keepdims'), int(3, 0), int(20, 2));
  const graph = message(
    7,
    node('Gather', ['table', input], 'rows'),
    node('ReduceMax', ['rows'], 'scores', axes, keepdims),
    text(2, 'tiny'),
    floats('table', [table.length, labels], table.flat()),
    value(11, input, INT64, ['texts', 'tokens']),
    value(12, 'scores', FLOAT, ['texts', labels]),
  );
  return new Uint8Array([...int(1, 8), ...graph, ...message(8, text(1, ''), int(2, 13))]);
}

/** WordPiece over these pieces; token 0 is padding, 1 what is not known. */
export const tinyTokenizer = (pieces: readonly string[]): object => ({
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: [],
  normalizer: {
    type: 'BertNormalizer',
    clean_text: true,
    handle_chinese_chars: true,
    strip_accents: null,
    lowercase: true,
  },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: null,
  decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: Object.fromEntries(['[PAD]', '[UNK]', ...pieces].map((piece, i) => [piece, i])),
  },
});
