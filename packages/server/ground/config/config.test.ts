import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { inspect } from 'node:util';
import { ConfigError, readConfig } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'kith-config-'));
after(() => rmSync(folder, { recursive: true }));

function file(text: string): string {
  const path = join(folder, 'kith.yaml');
  writeFileSync(path, text);
  return path;
}

/** What is wrong, as people read it. */
function problems(sources: Parameters<typeof readConfig>[0]): string {
  try {
    readConfig(sources);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.message;
  }
  return assert.fail('it was read');
}

describe('the configuration', () => {
  it('has a value for everything, on loopback, unless told otherwise', () => {
    const { config } = readConfig({ env: {} });
    assert.deepEqual(config.listen, { host: '127.0.0.1', port: 4100, trustProxy: [], publicUrl: null });
    assert.deepEqual([...config.roles], ['api', 'courier', 'web']);
    assert.equal(config.store.databaseUrl, null);
  });

  it('takes flags before the environment, and that before the file, and says where each is from', () => {
    const path = file('port: 1\nfolder: from-file\nlogLevel: warn\nroles: [api]\n');
    const { config, shown } = readConfig({
      flags: { port: '3' },
      env: { KITH_PORT: '2', KITH_FOLDER: 'from-env', KITH_LOG_DAYS: '' },
      file: path,
    });
    assert.deepEqual([config.listen.port, config.store.folder, config.log.level], [3, 'from-env', 'warn']);
    assert.deepEqual([...config.roles], ['api']);
    const from = Object.fromEntries(shown.map((s) => [s.name, s.from]));
    assert.equal(from.port, '--port');
    assert.equal(from.folder, 'KITH_FOLDER');
    assert.equal(from.logLevel, `${path}:3`);
    assert.equal(from.logDays, 'default');
  });

  it('says all that is wrong at once, by the name under which it was set', () => {
    const said = problems({
      env: { KITH_PORT: '70000', KITH_ROLES: 'api,cook', KITH_TRUST_PROXY: '10.0.0.0/40', KITH_PROT: '1' },
      file: file('logDays: many\nhost: example.com\n'),
    });
    for (const wrong of [
      /KITH_PORT: port must be a whole number from 0 to 65535/,
      /KITH_ROLES: roles must be of: api, courier, web/,
      /KITH_TRUST_PROXY: trustProxy must be IP addresses or networks/,
      /kith\.yaml:1: logDays must be a whole number/,
      /kith\.yaml:2: host must be an IP address or localhost/,
      /KITH_PROT is set, and Kith knows no such variable: did you mean KITH_PORT\?/,
    ]) {
      assert.match(said, wrong);
    }
  });

  it('refuses a folder that is not on a disk', () => {
    for (const folder of ['/proc/kith', '/sys', '/tmp/../proc/1/x'])
      assert.match(problems({ env: { KITH_FOLDER: folder } }), /KITH_FOLDER: folder must be on a disk/);
    assert.equal(readConfig({ env: { KITH_FOLDER: '/processes' } }).config.store.folder, '/processes');
  });

  it('names a name that is not known in the file, and a file that is not there', () => {
    assert.match(
      problems({ file: file('prot: 1\n') }),
      /kith\.yaml:1:1 prot: is not a known name: did you mean port\?/,
    );
    assert.match(problems({ file: join(folder, 'none.yaml') }), /there is no such file/);
  });

  it('warns of variables that look like ours and are not, and leaves our others alone', () => {
    const env = { KITH_KEY: 'x', KITH_TEST_DATABASE_URL: 'x', KITH_FODLER: 'x', PATH: '/bin' };
    assert.deepEqual(readConfig({ env }).warnings, [
      'KITH_FODLER is set, and Kith knows no such variable: did you mean KITH_FOLDER?',
    ]);
  });

  it('shows a secret to nobody', () => {
    const url = 'postgres://kith:MARKED@db.example.com/kith?sslpassword=MARKED';
    const { config, shown } = readConfig({ env: { KITH_DATABASE_URL: url } });
    assert.equal(config.store.databaseUrl?.reveal(), url);
    const seen = `${inspect(config, { depth: 9, showHidden: true })}${JSON.stringify(config)}${JSON.stringify(shown)}${config.store.databaseUrl}`;
    assert.ok(!seen.includes('MARKED'), seen);
    assert.ok(seen.includes('db.example.com'));
    assert.ok(!problems({ env: { KITH_DATABASE_URL: 'mysql://kith:MARKED@db/kith' } }).includes('MARKED'));
  });
});
