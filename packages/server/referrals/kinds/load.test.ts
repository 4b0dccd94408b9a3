/** Modules of an operator's own: kinds of referral, and what sends to the NCA's API. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { kindsOf } from '../registry.ts';
import { type ReferralSettings, readReferrals } from '../settings.ts';
import { loadKinds } from './load.ts';

describe('a module of an operator', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kith-kinds-'));
  });
  after(() => rm(folder, { recursive: true }));

  /** The file as an operator writes it, with what is given. */
  async function settingsWith(more: object): Promise<ReferralSettings> {
    const path = join(folder, `${Math.random()}.yaml`);
    const reporter = { firstName: 'Ann', lastName: 'Example', email: 'safety@example.com' };
    const provider = { uk: true, name: 'Example Ltd', platform: 'Example' };
    await writeFile(path, JSON.stringify({ provider, reporter, ...more }));
    return readReferrals({ referrals: { file: path } });
  }
  async function module(text: string): Promise<string> {
    const path = join(folder, `${Math.random()}.mjs`);
    await writeFile(path, text);
    return path;
  }

  it('hands what the NCA is told to its API, in place of the portal', async () => {
    const path = await module(
      'export default ({ provider }) => ({ step: async (filing) => ({ filing: { ...filing, report: provider.name }, next: "again" }) });',
    );
    const settings = await settingsWith({ nca: { api: { module: path, test: true } } });
    const nca = kindsOf(settings, await loadKinds(settings)).find('nca') ?? assert.fail();
    assert.ok(nca.filing.by === 'machine' && nca.filing.test);
    assert.equal(kindsOf(settings).find('nca')?.filing.by, 'hand', 'without it');
  });

  it('that can not be used is refused when Kith starts, by the field that names it', async () => {
    const [empty, wrong] = [await module(''), await module('export default () => ({ kind: "x" });')];
    const refused = async (more: object, says: RegExp) =>
      assert.rejects(loadKinds(await settingsWith(more)), { name: 'RulesError', message: says });
    await refused({ kinds: [empty] }, /kinds: .* must export a function by default/);
    await refused({ kinds: [wrong] }, /kinds: .* gives no kind of referral: authority is missing/);
    await refused({ kinds: [join(folder, 'none.mjs')] }, /kinds: .* can't be loaded/);
    await refused({ nca: { api: { module: wrong } } }, /nca\.api\.module: .* step is missing/);
  });

  it('and every other field of the file is named where it is wrong', async () => {
    const refused = async (more: object, says: RegExp) =>
      assert.rejects(settingsWith(more), { name: 'RulesError', message: says });
    await refused({ reporter: { firstName: 'Ann', lastName: 'E', email: 'nobody' } }, /reporter\.email/);
    await refused({ nca: { portalUrl: 'http://portal.example' } }, /nca\.portalUrl/);
    await refused({ priorities: { 1: {} } }, /priorities/);
    await refused({ nobody: 1 }, /nobody: is not a known name/);
  });
});
