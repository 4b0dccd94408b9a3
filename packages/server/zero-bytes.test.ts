/** Zero bytes, which PostgreSQL keeps in no text: whoever sends one is told so, and Kith fails at none. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { staffRole } from '@kith/contract';
import { z } from 'zod';
import { databases } from './ground/testing/records.ts';
import { openapiPath } from './openapi.ts';
import { runKithOn } from './testing/kith.ts';
import { signIn } from './testing/sign-in.ts';

const parameter = z.object({ name: z.string(), in: z.string() });
const operation = z.object({ parameters: z.array(parameter).optional() });
const described = z.object({ paths: z.record(z.string(), z.record(z.string(), operation)) });

const ZERO = 'a%00b';

for (const kind of databases) {
  test(`${kind}: a zero byte in any part of an address is refused, and nothing fails`, async () => {
    const kith = await runKithOn(kind, 'zero_bytes');
    try {
      const all = await signIn(kith, staffRole.options);
      const { paths } = described.parse(JSON.parse(await readFile(openapiPath, 'utf8')));
      let tried = 0;
      for (const [path, operations] of Object.entries(paths).filter(([path]) => path.startsWith('/v1/'))) {
        for (const [method, { parameters = [] }] of Object.entries(operations)) {
          const queries = parameters.filter((one) => one.in === 'query').map(({ name }) => `?${name}=${ZERO}`);
          const addresses = path.includes('{') ? [''] : [];
          for (const query of [...addresses, ...queries]) {
            const url = path.replaceAll(/\{\w+\}/g, ZERO) + query;
            const body = method === 'get' ? {} : { headers: { 'content-type': 'application/json' }, body: '{}' };
            const answer = await all.fetch(url, { method: method.toUpperCase(), ...body });
            await answer.body?.cancel();
            assert.ok(answer.status >= 400 && answer.status < 500, `${method} ${url}: ${answer.status}`);
            tried++;
          }
        }
      }
      assert.ok(tried > 100, `${tried} tried`);
    } finally {
      await kith.end();
    }
  });

  test(`${kind}: a zero byte in what people send is refused, and nothing fails`, async () => {
    const kith = await runKithOn(kind, 'zero_bytes');
    try {
      const all = await signIn(kith, staffRole.options);
      for (const [path, body] of [
        ['/v1/outbox/replay', { id: 'a\0b' }],
        ['/v1/assessments/children_access/discard', { draft: 'a\0b', version: 0 }],
        ['/v1/transparency/x/withdrawal', { why: 'a\0b' }],
        ['/v1/reports/x/unfounded', { why: 'a\0b' }],
      ] as const) {
        assert.equal((await all.send(path, body)).status, 400, path);
      }
    } finally {
      await kith.end();
    }
  });
}
