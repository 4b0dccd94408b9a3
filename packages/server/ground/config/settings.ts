/** Everything that can be set: its names, what it may be, what it is unless told otherwise. */
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { logLevels } from '../log/index.ts';

/** What a process does. On one machine it does all; with PostgreSQL they can be split over processes. */
export const roles = ['api', 'courier', 'web'] as const;
export type Role = (typeof roles)[number];

/** From text (an environment variable, a flag) or a list (kith.yaml) to a list. */
const list = (text: unknown): unknown =>
  typeof text === 'string'
    ? text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '')
    : text;

const wholeNumber = (min: number, max: number) => {
  const error = `must be a whole number from ${min} to ${max}`;
  const number = z.int(error).min(min, error).max(max, error);
  return z.preprocess((value) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value), number);
};

const path = z.string('must be a path').min(1, 'must be a path');
/** Linux's views of itself keep no files; Node's own mkdir never comes back from /proc (seen with 24.21). */
const KEPT_NOWHERE = /^\/(proc|sys)(\/|$)/;
const folder = path.refine((value) => !KEPT_NOWHERE.test(resolve(value)), 'must be on a disk, not in /proc or /sys');

const isNetwork = (text: string): boolean => {
  const [address, bits, ...more] = text.split('/');
  const kind = isIP(address ?? '');
  if (kind === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (kind === 4 ? 32 : 128));
};

const databaseUrl = z.string().refine((text) => /^postgres(ql)?:$/.test(URL.parse(text)?.protocol ?? ''), {
  error: 'must be a URL such as postgres://kith@db.example.com/kith',
});

/** Browsers keep passkeys and cookies to an origin, and only where it is secure: https, or localhost. */
const isPublicUrl = (text: string): boolean => {
  const url = URL.parse(text);
  if (url === null || url.href !== `${url.origin}/`) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && url.hostname === 'localhost');
};

/** The most cue files of an operator's own: one a language and code would be more than anybody keeps in order. */
const CUE_FILES_MAX = 64;

export interface Setting<S extends z.ZodType = z.ZodType> {
  env: `KITH_${string}`;
  flag: `--${string}`;
  /** what stands for its value in help */
  value: string;
  schema: S;
  /** undefined where it is not set unless told */
  fallback?: unknown;
  help: string;
  /** never printed */
  secret?: true;
  /** its flag may be given several times */
  many?: true;
}

/** By their names in kith.yaml. */
export const settings = {
  host: {
    env: 'KITH_HOST',
    flag: '--host',
    value: 'ADDRESS',
    schema: z.string().refine((text) => isIP(text) !== 0 || text === 'localhost', 'must be an IP address or localhost'),
    fallback: '127.0.0.1',
    help: 'the address to listen on; 0.0.0.0 for all, behind a proxy that does TLS',
  },
  port: {
    env: 'KITH_PORT',
    flag: '--port',
    value: 'PORT',
    schema: wholeNumber(0, 65_535),
    fallback: 4100,
    help: 'the port to listen on; 0 for any that is free',
  },
  publicUrl: {
    env: 'KITH_PUBLIC_URL',
    flag: '--public-url',
    value: 'URL',
    schema: z
      .string()
      .refine(isPublicUrl, 'must be https:// and a name, such as https://kith.example.com, without a path'),
    help: 'where people reach Kith in their browsers; on this machine unless told otherwise',
  },
  folder: {
    env: 'KITH_FOLDER',
    flag: '--folder',
    value: 'FOLDER',
    schema: folder,
    fallback: '.kith',
    help: 'where Kith keeps what it knows (the resident store)',
  },
  databaseUrl: {
    env: 'KITH_DATABASE_URL',
    flag: '--database-url',
    value: 'URL',
    schema: databaseUrl,
    help: 'keep it in PostgreSQL instead: postgres://kith@db.example.com/kith',
    secret: true,
  },
  policy: {
    env: 'KITH_POLICY',
    flag: '--policy',
    value: 'FILE',
    schema: path,
    help: 'the policy that decides; the one that Kith ships unless told otherwise',
  },
  words: {
    env: 'KITH_WORDS',
    flag: '--words',
    value: 'FOLDER',
    schema: path,
    help: "message files and help lines that take the place of Kith's own, or add languages",
  },
  language: {
    env: 'KITH_LANGUAGE',
    flag: '--language',
    value: 'TAG',
    schema: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a BCP 47 tag, such as en or cy'),
    fallback: 'en',
    help: 'the language of notices for accounts whose language is not known',
  },
  cues: {
    env: 'KITH_CUES',
    flag: '--cues',
    value: 'FILE',
    schema: z.preprocess(list, z.array(path).max(CUE_FILES_MAX, `must be at most ${CUE_FILES_MAX} files`)),
    fallback: [],
    help: "your own cue files, beside Kith's: what texts are searched for; may be given several times",
    many: true,
  },
  roles: {
    env: 'KITH_ROLES',
    flag: '--roles',
    value: 'LIST',
    schema: z.preprocess(
      list,
      z.array(z.enum(roles, `must be of: ${roles.join(', ')}`)).min(1, 'must name at least one'),
    ),
    fallback: [...roles],
    help: `what this process does: ${roles.join(',')}`,
  },
  webhooks: {
    env: 'KITH_WEBHOOKS',
    flag: '--webhooks',
    value: 'FILE',
    schema: path,
    help: 'the endpoints that webhooks go to, with their secrets',
  },
  family: {
    env: 'KITH_FAMILY',
    flag: '--family',
    value: 'FILE',
    schema: path,
    help: 'where the Family Centre asks for names; without it pages say accounts’ ids',
  },
  deepLook: {
    env: 'KITH_DEEP_LOOK',
    flag: '--deep-look',
    value: 'FILE',
    schema: path,
    help: 'what looks deeper at the most suspicious messages: a model of yours, or the packaged one; none unless told otherwise',
  },
  measures: {
    env: 'KITH_MEASURES',
    flag: '--measures',
    value: 'FOLDER',
    schema: path,
    help: "measures of codes of practice that are your own, or take the place of Kith's (docs/MEASURES.md)",
  },
  lists: {
    env: 'KITH_LISTS',
    flag: '--lists',
    value: 'FILE',
    schema: path,
    help: 'lists of known material: where each comes from, and what it may cause; none unless told otherwise',
  },
  figures: {
    env: 'KITH_FIGURES',
    flag: '--figures',
    value: 'FOLDER',
    schema: folder,
    help: 'your own imports beside the public figures, and what the pages say of you; only what comes with Kith unless told otherwise',
  },
  sharing: {
    env: 'KITH_SHARING',
    flag: '--sharing',
    value: 'FILE',
    schema: path,
    help: 'agreements with other operators on telling each other of who was disabled for children’s safety; none unless told otherwise',
  },
  referrals: {
    env: 'KITH_REFERRALS',
    flag: '--referrals',
    value: 'FILE',
    schema: path,
    help: 'who reports to which authority, and how; without it referrals are drafted and filed by hand, and nothing is sent',
  },
  signIn: {
    env: 'KITH_SIGN_IN',
    flag: '--sign-in',
    value: 'FILE',
    schema: path,
    help: "your organisation's OpenID Connect provider, through which people may sign in; passkeys alone unless told otherwise",
  },
  auditAnchors: {
    env: 'KITH_AUDIT_ANCHORS',
    flag: '--audit-anchors',
    value: 'FILE',
    schema: path,
    help: 'where the state of the audit log is written down daily: a file on another machine, or one that only grows',
  },
  evidence: {
    env: 'KITH_EVIDENCE',
    flag: '--evidence',
    value: 'WHERE',
    schema: z
      .string()
      .regex(
        /^(database|(folder|s3):.+)$/,
        'must be database, folder:/a/path, or s3:/a/file.yaml that says which bucket',
      ),
    fallback: 'database',
    help: 'where evidence lies, encrypted: database, folder:/a/path (one that all processes share), or s3:/a/file.yaml',
  },
  evidenceSecret: {
    env: 'KITH_EVIDENCE_SECRET',
    flag: '--evidence-secret',
    value: 'SECRET',
    schema: z.string('must be text').min(1, 'must be text').max(200, 'must have 200 characters at most'),
    help: 'the secret access key of the bucket, where its file names none',
    secret: true,
  },
  keepKeys: {
    env: 'KITH_KEEP_KEYS',
    flag: '--keep-keys',
    value: 'FOLDER',
    schema: folder,
    help: 'where the keys of kept messages are (keys in the folder of the resident store); with PostgreSQL, a folder that all processes share: without one no text is kept',
  },
  keepKey: {
    env: 'KITH_KEEP_KEY',
    flag: '--keep-key',
    value: 'KEY',
    schema: z.string('must be text').max(1000, 'must be 32 bytes as 64 hexadecimal digits or in base64'),
    help: 'the master key that those are wrapped with: 32 random bytes as 64 hexadecimal digits or in base64; made beside them unless told',
    secret: true,
  },
  keepKeyProgram: {
    env: 'KITH_KEEP_KEY_PROGRAM',
    flag: '--keep-key-program',
    value: 'FILE',
    schema: path,
    help: 'a program that has a key service wrap and unwrap keys: called with wrap or unwrap, base64 on stdin and stdout',
  },
  keepKeyFile: {
    env: 'KITH_KEEP_KEY_FILE',
    flag: '--keep-key-file',
    value: 'FILE',
    schema: path,
    help: 'a file that holds the master key',
  },
  logDays: {
    env: 'KITH_LOG_DAYS',
    flag: '--log-days',
    value: 'DAYS',
    schema: wholeNumber(1, 3650),
    fallback: 30,
    help: 'how long the log of events is kept for replay and recovery',
  },
  logLevel: {
    env: 'KITH_LOG_LEVEL',
    flag: '--log-level',
    value: 'LEVEL',
    schema: z.enum(logLevels, `must be one of: ${logLevels.join(', ')}`),
    fallback: 'info',
    help: `how much is logged: ${logLevels.join(', ')}`,
  },
  trustProxy: {
    env: 'KITH_TRUST_PROXY',
    flag: '--trust-proxy',
    value: 'LIST',
    schema: z.preprocess(
      list,
      z.array(z.string().refine(isNetwork, 'must be IP addresses or networks, such as 10.0.0.0/8')).max(64),
    ),
    fallback: [],
    help: 'addresses of proxies that may say whom they speak for',
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;
export const settingNames = Object.keys(settings) as SettingName[];
/** Settings without a value unless told. */
type MayBeUnset =
  | 'databaseUrl'
  | 'publicUrl'
  | 'signIn'
  | 'policy'
  | 'words'
  | 'webhooks'
  | 'family'
  | 'deepLook'
  | 'lists'
  | 'figures'
  | 'referrals'
  | 'sharing'
  | 'auditAnchors'
  | 'evidenceSecret'
  | 'keepKeys'
  | 'keepKey'
  | 'keepKeyFile'
  | 'keepKeyProgram';
export type Values = {
  [K in SettingName]: K extends MayBeUnset
    ? z.output<(typeof settings)[K]['schema']> | undefined
    : z.output<(typeof settings)[K]['schema']>;
};
