/** What people wrote, what identifies them, and keys: never in the log, in an error, or on the disk. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Endpoint, endpoint, finds } from './deep-look/testing/endpoint.ts';
import { Mutator, randomFrom } from './intake/testing/mutate.ts';
import { type Running, runKith } from './testing/kith.ts';
import { signIn } from './testing/sign-in.ts';

/** In every place where something secret may stand. */
const MARK = 'MARKED-8f1c';
const marked = (n: number) => `${MARK}-${n}`;

let kith: Running;
let model: Endpoint;
let settings: string;
before(async () => {
  // with a deep look at everything, so that no text is dropped early
  model = await endpoint(finds({ code: 'SECRECY', confidence: 0.9 }));
  settings = await mkdtemp(join(tmpdir(), 'kith-secrecy-'));
  const file = join(settings, 'deep-look.yaml');
  const said = { kind: 'http', url: model.url, model: 'test', allowPrivate: true, suspicious: { sample: 1 } };
  await writeFile(file, JSON.stringify(said));
  kith = await runKith({ deepLook: file });
});
after(async () => {
  await kith.end();
  await model[Symbol.asyncDispose]();
  await rm(settings, { recursive: true });
});

let made = 0;
/** Valid events that hold the mark where it is to be dropped. */
const events = () => [
  { id: `s${++made}`, type: 'message.sent', data: { actor: 'a', other: 'b', message: `m${made}`, text: marked(made) } },
  {
    id: `s${++made}`,
    type: 'account.created',
    data: {
      actor: `c${made}`,
      identifiers: { email: `${MARK}@example.com`, telephone: MARK, deviceIds: [MARK], paymentFingerprint: MARK },
    },
  },
  { id: `s${++made}`, type: 'report.filed', data: { actor: 'a', other: 'b', category: 'other', text: marked(made) } },
];

async function filesOf(folder: string): Promise<Buffer> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name !== 'sandbox-key');
  return Buffer.concat(await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name)))));
}

/** Any request at all, with its answer as text; what is no HTTP gives what came before it was closed. */
function raw(path: string, options: http.RequestOptions, body: string): Promise<string> {
  return new Promise((resolve) => {
    const request = http.request(kith.url + path, options, (response) => {
      let text = JSON.stringify(response.headers);
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve(text));
      response.on('error', () => resolve(text));
    });
    request.on('error', () => resolve(''));
    request.end(body);
  });
}

test('what is marked as secret is found in no answer, no log line and no file', async () => {
  const answers: string[] = [];
  const authorization = `Bearer ${kith.key}`;
  const types = ['application/json', 'application/x-ndjson', 'application/cloudevents+json', 'text/plain', MARK, ''];
  const mutator = new Mutator(randomFrom(5));

  // as it should be, in each form
  for (const event of events()) answers.push(await (await kith.post('/v1/events', event)).text());
  answers.push(await (await kith.post('/v1/events', events())).text());
  const lines = events()
    .map((event) => JSON.stringify(event))
    .join('\n');
  answers.push(await (await kith.post('/v1/events', lines, { 'content-type': 'application/x-ndjson' })).text());
  for (const event of events()) {
    answers.push(await (await kith.post('/v1/decisions', { question: 'event', event })).text());
  }

  // broken around the mark, which stays whole
  for (let i = 0; i < 3000; i++) {
    const valid = mutator.oneOf([mutator.oneOf(events()), events(), { question: 'event', event: events()[0] }]);
    const body = mutator.mutate(Buffer.from(JSON.stringify(valid))).toString('latin1');
    const path = mutator.oneOf(['/v1/events', '/v1/events', '/v1/decisions', '/healthz', '/metrics', '/']);
    const headers = { authorization, 'content-type': mutator.oneOf(types) };
    answers.push(await raw(path, { method: mutator.oneOf(['POST', 'POST', 'POST', 'PUT', 'GET']), headers }, body));
  }

  // as a value where another is expected, as a key, as a type
  const places = [
    { ...events()[0], id: { [MARK]: 1 } },
    { ...events()[0], time: MARK },
    { ...events()[0], data: MARK },
    { id: 'x', type: 'message.sent', data: { actor: 'a', other: 'b', message: 'm', text: [MARK] } },
    { id: 'x', type: 'account.created', data: { actor: 'a', country: MARK } },
    { id: 'x', type: 'account.created', data: { actor: 'a', identifiers: { ip: MARK } } },
    { question: MARK },
    { question: 'suggest', viewer: 'a', candidates: [[MARK]] },
  ];
  for (const body of places) {
    answers.push(
      await (await kith.post('/v1/events', body)).text(),
      await (await kith.post('/v1/decisions', body)).text(),
    );
  }

  // in what is no body: keys, headers, addresses
  const keys = [`Bearer ${MARK}`, `Bearer kith_${MARK}_${MARK}`, `Basic ${MARK}`, MARK];
  for (const sent of keys)
    answers.push(await raw('/v1/events', { method: 'POST', headers: { authorization: sent } }, '{}'));
  for (const path of [
    `/${MARK}`,
    `/v1/accounts/${MARK}%zz`,
    `/v1/accounts/${MARK}`,
    `/healthz?${MARK}`,
    `/docs/${MARK}`,
  ]) {
    answers.push(
      await raw(path, { headers: { authorization, cookie: MARK, 'x-request-id': MARK, referer: MARK } }, ''),
    );
  }

  // people: what lets them in, sent rightly and wrongly
  const origin = kith.url.replace('127.0.0.1', 'localhost');
  const administrator = await signIn({ ...kith, url: origin }, ['administrator']);
  const invited = await (await administrator.send('/v1/people/invitations', { roles: ['lead'] })).json();
  const link = new URL(invited.link).hash.slice(1);
  const letIn = [link, administrator.cookie.split('=')[1] ?? '', administrator.csrf];
  letIn.push(kith.firstAdministrator?.split('#')[1] ?? '');
  for (const secret of letIn) assert.ok(secret.length >= 43);
  for (const path of ['/v1/sign-in', '/v1/sign-in/options', '/v1/join', '/v1/join/options', '/v1/join/invitation']) {
    const who = { invitation: link, pseudonym: MARK, language: 'en' };
    for (const body of [{ passkey: { id: MARK } }, { invitation: MARK }, who, { ...who, passkey: MARK }, MARK]) {
      answers.push(await (await administrator.send(path, body)).text());
    }
  }
  for (const path of [`/signin?to=${MARK}`, `/signin?problem=${MARK}`, `/invite?${MARK}`]) {
    answers.push(await (await administrator.get(path)).text());
  }
  for (const headers of [
    { cookie: `kith-session=${MARK}` },
    { ...{ cookie: administrator.cookie }, 'x-kith-csrf': MARK },
  ]) {
    answers.push(await raw('/v1/session', { method: 'DELETE', headers }, ''));
  }

  const said = answers.join('\n');
  assert.ok(said.includes('"accepted"') && said.includes('"error"'));
  // names of fields and types that the sender wrote are repeated to the sender; nothing that is a value is
  const repeated = said.split('\n').filter((answer) => answer.includes(MARK));
  for (const answer of repeated) assert.match(answer, /is not a known field|is not known/, answer);
  assert.ok(!kith.logged().includes(MARK), 'in the log');
  assert.ok(!kith.logged().includes(kith.key), 'the key is in the log');
  assert.ok(!kith.logged().includes(kith.key.slice(-43)), 'the secret is in the log');
  for (const secret of letIn) assert.ok(!kith.logged().includes(secret), 'what lets people in is in the log');

  const looked = model.got.flatMap(({ messages }) => messages.map(({ text }) => text));
  assert.ok(
    looked.some((text) => text.includes(MARK)),
    'no text was looked at: the test shows less than it says',
  );
  await kith.stop();
  const files = await filesOf(kith.folder);
  assert.ok(files.includes('message.sent'), 'the log of events was not found: the test shows nothing');
  assert.ok(!files.includes(MARK), 'on the disk');
  assert.ok(!files.includes(kith.key.slice(-43)), 'the secret is on the disk');
  for (const secret of letIn) assert.ok(!files.includes(secret), 'what lets people in is on the disk');
});
