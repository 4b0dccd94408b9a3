/**
 * Who sees what of a family: every route and page of it is tried as everybody, and compared with the committed matrix
 * (conformance/family-matrix.json). `UPDATE_FAMILY=1 node --test packages/server/family/matrix.test.ts` writes it: look at
 * the difference before you commit it. A route that is added is in it without anybody's doing.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { databases } from '../ground/testing/records.ts';
import { callersOf } from '../testing/callers.ts';
import { referenceOf } from './pages/people.ts';
import { endOf, type FamiliesKith, familiesKith } from './testing/families.ts';
import { type Visitor, visitorAs, visitorWith } from './testing/visitors.ts';

const MATRIX = fileURLToPath(new URL('../../../conformance/family-matrix.json', import.meta.url));

/** By what they are to `kid`, or as what they come. */
const ACCOUNTS = {
  guardian: 'mum',
  'other guardian': 'dad',
  'former guardian': 'was',
  'suspended guardian': 'nan',
  child: 'kid',
  'child over 18': 'grown',
  stranger: 'eve',
} as const;
type Account = keyof typeof ACCOUNTS;
const accounts = Object.keys(ACCOUNTS) as Account[];

/** What a route is called with, where that is not nothing; `as` is added for those who act. */
const BODIES: Readonly<Record<string, object>> = {
  'POST /v1/families/:child/settings': { settings: { showLocation: true }, answer: 'refuse' },
  'PUT /v1/families/:child/quiet-hours': { quietHours: { from: '21:00', to: '07:00' } },
  'POST /v1/families/:child/reviews': { about: 'pal' },
  'POST /v1/families/:child/reports': { about: 'pal', category: 'other' },
};
/** Sent by the child: the platform says who that is by the address. */
const BY_CHILD: Readonly<Record<string, object>> = {
  'GET /v1/families/:child/own': {},
  'POST /v1/families/:child/told': {},
  'POST /v1/families/:child/reviews/:id': { state: 'seen' },
};
/** Tried once more as `ROUTE, by a guess`: with a code that nobody was given. */
const BY_CODE: readonly string[] = ['POST /v1/guardianships/code', 'POST /family/code'];
const GUESS = '0000-0000-0000';

/** All that any form of the pages sends. */
const FIELDS = {
  answer: 'declined',
  setting: 'showLocation',
  wanted: 'true',
  what: 'other',
  from: '21:00',
  to: '07:00',
};
/** What ends or uses something up has its own tests (guardianships.test.ts, door.test.ts, sign-in.test.ts). */
const ELSEWHERE =
  /^\w+ (\/v1\/guardianships(?!\/code$|\/:id\/invitation$)|\/v1\/family-links|\/family\/enter|\/family\/exit)|POST .*\/end$|POST \/family\/(own\/(shared|invitations)|code\/answer)/;

/**
 * What everybody with a session may ask for, and nothing comes of: the first page says that there is no family, a telling reaches no
 * guardian where there is none, and an answer that finds nothing to answer leads to a page that is not there.
 */
const REACHES_NOBODY: readonly string[] = [
  'GET /family',
  'GET /family/code',
  'POST /family/own/tell',
  'POST /family/children/:guardianship/settings/answer',
  'POST /v1/families/:child/told',
];

const said = (status: number): string =>
  status < 300 ? 'sees' : status === 303 || status === 302 ? 'led on' : String(status);

for (const kind of databases) {
  describe(`who sees what of a family (${kind})`, () => {
    let k: FamiliesKith;
    let active: string;
    /** of `aunt`, who asks whoever brings it */
    let code: string;
    /** of `uncle`, who asks `kid` by name */
    let named: string;
    const reviews = new Map<string, string>();
    const visitors = new Map<string, Visitor>();
    let close: () => Promise<void>;

    before(async () => {
      k = await familiesKith(kind);
      await k.people();
      await k.tellAccount('was', 'adult');
      for (const child of ['pal', 'grown']) await k.tellAccount(child, '13to15');
      active = (await k.guard('mum', 'kid')).id;
      await k.guard('dad', 'kid');
      await k.guard('mum', 'grown');
      await endOf(k, (await k.guard('was', 'kid')).id, 'child');
      await k.tellAccount('grown', 'adult');
      await k.tellAccount('nan', 'adult');
      await k.guard('nan', 'kid');
      await k.tellAs('enforcement.applied', { actor: 'nan', kind: 'suspend' });
      for (const adult of ['aunt', 'uncle']) await k.tellAccount(adult, 'adult');
      code = (await k.invite({ invitedBy: 'guardian', guardian: 'aunt' })).code ?? assert.fail('there is no code');
      named = (await k.invite({ invitedBy: 'guardian', guardian: 'uncle', child: 'kid' })).guardianship.id;
      await k.tellAs('connection.requested', { actor: 'kid', other: 'pal' });
      await k.tellAs('connection.accepted', { actor: 'pal', other: 'kid' });
      const { json } = await k.call('POST', '/v1/families/kid/reviews', { as: 'mum', about: 'pal' });
      reviews.set('kid', String(Reflect.get(Object(json), 'id')));
      for (const name of accounts) visitors.set(name, await visitorAs(k, ACCOUNTS[name]));
      const callers = await callersOf(k);
      close = callers.close;
      const moderator = callers.all.find(({ name }) => name === 'moderator') ?? assert.fail();
      visitors.set('moderator', visitorWith(k, (await moderator.headers()).cookie ?? ''));
      visitors.set('nobody', visitorWith(k, ''));
    });
    after(async () => {
      await close();
      await k.end();
    });

    const routes = () =>
      [...k.accesses.keys()]
        .filter(
          (route) => /^(?!HEAD)\w+ (\/v1\/famil|\/v1\/guardianships|\/family)/.test(route) && !ELSEWHERE.test(route),
        )
        .sort();

    /** By the API: the platform says who is signed in; whoever has no key says nothing. */
    async function byApi(route: string, name: string, typed: string): Promise<string> {
      const [method = '', template = ''] = route.split(' ');
      const account = accounts.find((one) => one === name);
      const own = route in BY_CHILD;
      const child = own && account !== undefined ? ACCOUNTS[account] : 'kid';
      let path = template.replace(':child', child).replace(':id', reviews.get('kid') ?? '');
      if (account === undefined) {
        const headers = { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.9' };
        const response = await fetch(k.url + path, { method, headers, ...(method !== 'GET' && { body: '{}' }) });
        return said(response.status);
      }
      if (template.startsWith('/v1/guardianships')) {
        const who = ACCOUNTS[account];
        const { status } =
          method === 'GET'
            ? await k.call('GET', `${template.replace(':id', named)}?account=${who}`)
            : await k.call('POST', template, { account: who, code: typed });
        return said(status);
      }
      if (!own && method === 'GET') path += `?as=${ACCOUNTS[account]}`;
      const body = own ? BY_CHILD[route] : { ...BODIES[route], as: ACCOUNTS[account] };
      const { status, code } = await k.call(
        method,
        path,
        method === 'GET' || path.endsWith('/told') ? undefined : body,
      );
      // whoever may answer a setting is told that none waits
      return code === 'not_possible' || code === 'too_many_requests' ? `may (${code})` : said(status);
    }

    async function byPage(route: string, name: string, typed: string): Promise<string> {
      const [method = '', template = ''] = route.split(' ');
      const path = template
        .replace(':guardianship', active)
        .replace(':person', referenceOf('kid', 'pal'))
        .replace(':review', reviews.get('kid') ?? '');
      const visitor = visitors.get(name) ?? assert.fail(name);
      const { status } =
        method === 'GET'
          ? await visitor.get(path)
          : await visitor.post(path, {
              ...{ ...FIELDS, code: typed },
              ...(route.endsWith('/settings/answer') && { answer: 'refuse' }),
            });
      return said(status);
    }

    it('is what the committed matrix says', async () => {
      const names = [...accounts, 'moderator', 'nobody'];
      const matrix: Record<string, Record<string, string>> = {};
      const rowOf = async (route: string, typed: string) => {
        const row: Record<string, string> = {};
        const by = route.includes(' /v1/') ? byApi : byPage;
        for (const name of names) row[name] = await by(route, name, typed);
        return row;
      };
      for (const route of routes()) {
        matrix[route] = await rowOf(route, code);
        if (BY_CODE.includes(route)) matrix[`${route}, by a guess`] = await rowOf(route, GUESS);
      }
      for (const route of BY_CODE) {
        assert.deepEqual(
          names.filter((name) => matrix[route]?.[name] === 'sees'),
          ['child'],
          'of whoever has the code, a child alone',
        );
        assert.ok(names.every((name) => /^4\d\d$/.test(matrix[`${route}, by a guess`]?.[name] ?? '')));
      }
      assert.ok(Object.keys(matrix).length > 15);
      if (process.env.UPDATE_FAMILY === '1') writeFileSync(MATRIX, `${JSON.stringify(matrix, null, 2)}\n`);
      assert.deepEqual(matrix, JSON.parse(readFileSync(MATRIX, 'utf8')));
      for (const [route, row] of Object.entries(matrix)) {
        for (const name of [
          'suspended guardian',
          'stranger',
          'former guardian',
          'child over 18',
          'moderator',
          'nobody',
        ]) {
          if (REACHES_NOBODY.includes(route)) continue;
          assert.match(row[name] ?? '', /^4\d\d$/, `${route} as ${name}`);
        }
      }
    });
  });
}
