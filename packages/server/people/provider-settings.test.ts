import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { inspect } from 'node:util';
import { readProvider } from './provider-settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'kith-provider-settings-'));
after(() => rmSync(folder, { recursive: true }));

const SOUND = {
  ...{ issuer: 'https://login.example.com', client: 'kith', secret: { variable: 'SECRET' } },
  roles: { safety: ['moderator'] },
};

function read(changed: Record<string, unknown>, env: NodeJS.ProcessEnv = { SECRET: 'MARKED' }) {
  const file = join(folder, 'sign-in.yaml');
  writeFileSync(file, JSON.stringify({ ...SOUND, ...changed }));
  return readProvider(file, env);
}

describe("the provider's settings", () => {
  it('take the secret from the environment or a file, and show it to nobody', () => {
    assert.equal(read({}).secret.reveal(), 'MARKED');
    writeFileSync(join(folder, 'secret'), 'MARKED\n');
    const settings = read({ secret: { file: join(folder, 'secret') } }, {});
    assert.equal(settings.secret.reveal(), 'MARKED');
    assert.ok(!`${inspect(settings, { depth: 9, showHidden: true })}${JSON.stringify(settings)}`.includes('MARKED'));
    assert.deepEqual([settings.claim, settings.scopes], ['groups', []]);
  });

  it('are refused with the place at fault', () => {
    const wrongs: [Record<string, unknown>, RegExp][] = [
      [{ issuer: 'http://login.example.com' }, /issuer.*must be an https URL/],
      [{ issuer: 'https://a:b@login.example.com' }, /issuer/],
      [{ issuer: 'https://login.example.com/?x=1' }, /issuer/],
      [{ roles: { safety: ['king'] } }, /roles\.safety/],
      [{ roles: { safety: [] } }, /roles\.safety/],
      [{ secret: 'MARKED' }, /secret.*variable: NAME .* or file: PATH/],
      [{ secret: { file: join(folder, 'none') } }, /can't be read from .*none \(ENOENT\)/],
      [{ colour: 'red' }, /colour/],
    ];
    for (const [changed, message] of wrongs) {
      assert.throws(
        () => read(changed),
        (error: Error) => message.test(error.message) && !error.message.includes('MARKED'),
        JSON.stringify(changed),
      );
    }
    assert.throws(() => read({}, {}), /there is no secret in SECRET/);
    assert.equal(read({ issuer: 'http://localhost:8080' }).issuer, 'http://localhost:8080');
  });
});
