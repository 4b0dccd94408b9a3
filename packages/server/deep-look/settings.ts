/** The deep look as the operator's file says it. */
import { isIP } from 'node:net';
import { evidenceCode } from '@kith/contract';
import { z } from 'zod';
import { isPublicAddress } from '../outbox/index.ts';

/** Texts of one request to an endpoint at most: small, so that one slow text delays few. */
export const BATCH_MAX = 32;
/** Requests to an endpoint at once at most: it is asked about few messages, and a slow one must not fill memory. */
export const CONCURRENCY_MAX = 2;
/** The most messages a minute that an operator may ask for: beyond it, a look isn't at the few any more. */
const PER_MINUTE_MAX = 60_000;

const common = {
  /** which messages are worth it */
  suspicious: z
    .strictObject({
      /** evidence in the message itself that weighs so much, log-odds */
      weight: z.number().positive().max(100).default(2),
      /** this share of the others, 0 to 1, so that one sees what is missed */
      sample: z.number().min(0).max(1).default(0),
    })
    .prefault({}),
  /** what it may cost */
  messagesAMinute: z.int().min(1).max(PER_MINUTE_MAX).default(600),
};

/** A name that goes into the log of events: change it with the model, as the same message is looked at once by each. */
const model = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,31}$/, 'must be small letters, digits, ".", "_" and "-", 32 at most');

const token = z.union(
  [z.strictObject({ variable: z.string().regex(/^[A-Z_][A-Z0-9_]*$/) }), z.strictObject({ file: z.string().min(1) })],
  'must be variable: NAME (of the environment) or file: PATH',
);

const http = z
  .strictObject({
    kind: z.literal('http'),
    url: z.url({ protocol: /^https?$/, error: 'must be an https URL' }),
    model,
    /** sent as a bearer token */
    token: token.optional(),
    /** lets the URL be http, and the address private: for an endpoint on the operator's own network */
    allowPrivate: z.boolean().default(false),
    connectTimeout_ms: z.int().min(10).max(10_000).default(2_000),
    /** for connecting, sending and the whole answer together */
    timeout_ms: z.int().min(10).max(30_000).default(5_000),
    concurrency: z.int().min(1).max(CONCURRENCY_MAX).default(1),
    batch: z.int().min(1).max(BATCH_MAX).default(16),
    ...common,
  })
  .superRefine(({ url, allowPrivate }, context) => {
    const parsed = URL.parse(url);
    if (parsed === null) return; // `z.url` has said so
    const problem = (message: string) => context.addIssue({ code: 'custom', path: ['url'], message });
    if (parsed.username !== '' || parsed.password !== '')
      problem('must not carry a user name or a password: use token');
    if (parsed.hash !== '') problem('must not have a fragment');
    if (allowPrivate) return;
    if (parsed.protocol !== 'https:') problem('must be https (or set allowPrivate)');
    const host = parsed.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0 && !isPublicAddress(host)) problem('must not be a private address (or set allowPrivate)');
  });

/** The encoder that ships with Kith: English only, and nothing leaves the process. */
const packaged = z.strictObject({ kind: z.literal('packaged'), ...common });

/** The most word pieces of a text: what encoders of BERT's kind were trained on. */
const TOKENS_MAX = 512;

/** The operator's own classifier. */
export const onnxSettings = z.strictObject({
  kind: z.literal('onnx'),
  model,
  file: z.string().min(1),
  /** tokenizer.json, as Hugging Face's tokenizers write it */
  tokenizer: z.string().min(1),
  /** which code each of the model's scores is of, in their order; none for a score that is of none */
  labels: z
    .array(z.union([evidenceCode, z.literal('none')]))
    .min(1)
    .max(64),
  /** what makes probabilities of the scores: softmax where one label holds, sigmoid where several may */
  scores: z.enum(['softmax', 'sigmoid']).default('softmax'),
  tokens: z.int().min(8).max(TOKENS_MAX).default(128),
  batch: z.int().min(1).max(BATCH_MAX).default(8),
  timeout_ms: z.int().min(100).max(60_000).default(10_000),
  /** for the model and all that it works with */
  memory_MB: z.int().min(64).max(16_384).default(1_024),
  ...common,
});

export const deepLookSettings = z.discriminatedUnion(
  'kind',
  [z.strictObject({ kind: z.literal('off') }), packaged, http, onnxSettings],
  { error: 'must be of kind: off, packaged, http, onnx' },
);

export type DeepLookSettings = z.output<typeof deepLookSettings>;
export type LookSettings = Exclude<DeepLookSettings, { kind: 'off' }>;
export type OnnxSettings = z.output<typeof onnxSettings>;
export type HttpSettings = z.output<typeof http>;
export type Suspicious = LookSettings['suspicious'];
