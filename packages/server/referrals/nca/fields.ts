/** The fields of what the NCA is told, in the order of the schedule as far as it is known. */
import type { Field, Section } from '../kinds/fields.ts';
import { ACCOUNTS_MAX, ITEMS_MAX, LINE_MAX, ROWS_MAX, TEXT_MAX } from './content.ts';

const text = (path: string, more: Partial<Field> = {}): Field => ({ path, type: 'text', max: LINE_MAX, ...more });
const prose = (path: string, more: Partial<Field> = {}): Field => ({ path, type: 'long_text', max: TEXT_MAX, ...more });
const time = (path: string): Field => ({ path, type: 'time' });
const choice = (path: string, options: readonly string[]): Field => ({ path, type: 'choice', options });
const list = (path: string): Field => ({ path, type: 'list', max: ROWS_MAX, ...PERSONAL });
const rows = (path: string, fields: readonly Field[], more: Partial<Field> = {}): Field => ({
  ...{ path, type: 'rows', max: ROWS_MAX, fields },
  ...more,
});
const PERSONAL = { sensitive: true } as const;
const REQUIRED = { required: true } as const;

const IP_EVENT: readonly Field[] = [
  text('ip', { ...REQUIRED, ...PERSONAL }),
  { path: 'port', type: 'number' },
  { ...choice('event', ['login', 'registration', 'purchase', 'upload', 'other', 'unknown']), ...REQUIRED },
  time('at'),
  { path: 'possibleProxy', type: 'yes_no' },
];

const ACCOUNT: readonly Field[] = [
  text('account', REQUIRED),
  { ...choice('role', ['reported', 'recipient', 'intended', 'other']), ...REQUIRED },
  text('screenName', PERSONAL),
  list('displayNames'),
  text('firstName', PERSONAL),
  text('lastName', PERSONAL),
  { path: 'dateOfBirth', type: 'date', ...PERSONAL },
  choice('ageBand', ['under13', '13to15', '16to17', 'adult']),
  text('country', { max: 2 }),
  rows('emails', [
    text('address', { ...REQUIRED, ...PERSONAL }),
    choice('type', ['home', 'work', 'business', 'recovery']),
    time('verifiedAt'),
  ]),
  rows('telephones', [
    text('number', { ...REQUIRED, ...PERSONAL }),
    choice('type', ['mobile', 'home', 'business', 'work', 'internet', 'recovery']),
    time('verifiedAt'),
  ]),
  prose('billing', PERSONAL),
  rows('addresses', [
    choice('type', ['home', 'business', 'billing', 'shipping']),
    ...['lines', 'city', 'postcode', 'region'].map((path) => text(path, PERSONAL)),
    text('country', { max: 2 }),
  ]),
  text('profileUrl', PERSONAL),
  prose('profileText', PERSONAL),
  rows('ipEvents', IP_EVENT),
  rows('devices', [text('type', REQUIRED), text('value', { ...REQUIRED, ...PERSONAL }), time('at')]),
  time('createdAt'),
  list('otherAccounts'),
  rows('enforced', [text('what', REQUIRED), { ...time('at'), ...REQUIRED }]),
  prose('more', PERSONAL),
];

const ITEM: readonly Field[] = [
  { path: 'evidence', type: 'evidence', ...REQUIRED },
  { ...choice('what', ['media', 'conversation', 'other']), ...REQUIRED },
  text('name', PERSONAL),
  text('mediaType'),
  text('sha256'),
  text('account'),
  time('uploadedAt'),
  ...IP_EVENT.map((field): Field => {
    const { required: _required, ...rest } = field;
    return { ...rest, path: `upload.${field.path}` };
  }),
  text('url', PERSONAL),
  rows('exif', [text('name', REQUIRED), prose('value', PERSONAL)]),
];

export const NCA_SECTIONS: readonly Section[] = [
  {
    name: 'reporter',
    fields: [
      ...['reporter.firstName', 'reporter.lastName', 'reporter.email'].map((path) => text(path, REQUIRED)),
      text('reporter.telephone'),
      text('provider', REQUIRED),
      text('platform', REQUIRED),
    ],
  },
  {
    name: 'what',
    fields: [
      prose('summary', { ...REQUIRED, ...PERSONAL }),
      time('firstAt'),
      time('lastAt'),
      choice('detected', ['own_systems', 'report', 'both']),
      prose('detectedHow'),
      choice('ukLinked', ['yes', 'no', 'not_known']),
      prose('ukLinkedBecause'),
    ],
  },
  {
    name: 'seen',
    fields: [
      rows('seen', [
        { ...time('at'), ...REQUIRED },
        text('what', REQUIRED),
        text('account', REQUIRED),
        text('other'),
        text('message'),
      ]),
      rows('judged', [{ ...time('at'), ...REQUIRED }, text('what', REQUIRED), prose('reason', PERSONAL)]),
    ],
  },
  { name: 'items', fields: [rows('items', ITEM, { max: ITEMS_MAX, titledBy: 'evidence' })] },
  { name: 'accounts', fields: [rows('accounts', ACCOUNT, { max: ACCOUNTS_MAX, titledBy: 'account' })] },
  {
    name: 'earlier',
    fields: [
      rows('earlier', [text('authority', REQUIRED), text('reference', REQUIRED), time('at')]),
      text('supplements'),
      prose('more', PERSONAL),
    ],
  },
  { name: 'declaration', fields: [{ path: 'declared', type: 'yes_no', ...REQUIRED }] },
];
