/** Whatever people must be able to check of each other leaves its line: each look at evidence, ruling, role, key and policy. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { AuditAction, EvidenceItem, RulingView } from '@kith/contract';
import { world } from '../enforcement/testing/world.ts';
import { verifyAudit } from '../ground/audit/index.ts';
import { databases } from '../ground/testing/records.ts';
import type { Staff } from '../testing/sign-in.ts';

const SAID = 'do not tell anybody of this';

for (const kind of databases) {
  it(`each look at evidence, ruling, change of roles, key and policy leaves a line by whoever it was, on ${kind}`, async () => {
    await using w = await world(kind);
    const [first, second, boss] = [
      await w.person('moderator'),
      await w.person('senior'),
      await w.person('administrator'),
    ];
    const tell = (id: string, type: string, data: object) => w.kith.post('/v1/events', { id, type, data });
    const age = (band: string) => ({ age: { band, method: 'verified', confidence: 1 } });
    await tell('a1', 'account.created', { actor: 'max', ...age('adult') });
    await tell('a2', 'account.created', { actor: 'kid', ...age('13to15') });
    await tell('m1', 'message.sent', { actor: 'max', other: 'kid', message: 'm1', text: SAID });
    await tell('r1', 'report.filed', { actor: 'kid', other: 'max', category: 'unkind', text: SAID });
    const about = await w.reported('max');
    const [report] = await w.db.selectFrom('report').select('id').where('about', '=', 'max').execute();

    const lines = () =>
      w.db.selectFrom('audit_line').select(['action', 'by', 'subject', 'detail']).orderBy('number').execute();
    /** does it, and looks which line came of it */
    async function leaves(action: AuditAction, by: Staff, act: () => Promise<unknown>): Promise<void> {
      const before = (await lines()).length;
      await act();
      const fresh = (await lines()).slice(before).filter((line) => line.by === `staff:${by.id}`);
      assert.ok(
        fresh.some((line) => line.action === action),
        `${action}: ${JSON.stringify(fresh)}`,
      );
    }
    const rule = async (account: string, by: Staff, measures: string[]) => {
      const id = account === 'max' ? about : await w.reported(account);
      const body = { policy: 'contact-with-children', reason: SAID, measures };
      const path = `/v1/cases/${id}/rulings`;
      return { id, ...(await w.post<{ ruling: RulingView }>(by, path, { ...body, version: await w.hold(id, by) })) };
    };
    const judge = async (about: string, ruling: string, how: string) =>
      w.post(second, `/v1/rulings/${ruling}/${how}`, { version: await w.hold(about, second), note: 'as I see it' });

    assert.ok((await lines()).some(({ action, by }) => action === 'policy.first_used' && by === 'system'));
    // looks
    for (const who of [first, second]) {
      await leaves('kept.read_conversation', who, () => who.get(`/v1/cases/${about}/conversation?with=kid`));
    }
    await leaves('report.read', first, () => first.get(`/v1/reports/${report?.id}`));
    const headers = { 'content-type': 'text/plain' };
    const file = { method: 'POST', body: SAID, headers };
    const attached = await first.fetch(`/v1/cases/${about}/evidence?name=letter.txt&from=person`, file);
    const item: EvidenceItem = await attached.json();
    const open = { reason: 'to judge it' };
    await leaves('evidence.opened', second, () => second.send(`/v1/evidence/${item.id}/open`, open));
    // rulings
    const undone = await rule('eve', first, ['warn']);
    await leaves('ruling.undone', first, () => w.post(first, `/v1/rulings/${undone.ruling.id}/undo`, {}));
    await leaves('ruling.made', first, () => rule('tom', first, ['warn']));
    const made: { ruling: RulingView }[] = [];
    await leaves('ruling.proposed', first, async () => made.push(await rule('max', first, ['disable'])));
    const proposed = made[0]?.ruling.id ?? assert.fail();
    await leaves('ruling.disagreed', second, () => judge(about, proposed, 'disagree'));
    const again = await rule('max', first, ['disable']);
    await leaves('ruling.confirmed', second, () => judge(about, again.ruling.id, 'confirm'));
    // roles and keys
    const roles = (person: Staff, to: string[]) => boss.send(`/v1/people/${person.id}/roles`, { roles: to }, 'PUT');
    await leaves('person.roles_changed', boss, () => roles(first, ['auditor']));
    await leaves('person.disabled', boss, () => w.post(boss, `/v1/people/${first.id}/disable`, {}, 204));
    const key = { name: 'the chat', scopes: ['events:write'] };
    const keys: { id: string }[] = [];
    await leaves('key.created', boss, async () => keys.push(await (await boss.send('/v1/keys', key)).json()));
    await leaves('key.revoked', boss, () => boss.send(`/v1/keys/${keys[0]?.id}`, undefined, 'DELETE'));

    // no line says what anybody wrote, and the log is whole
    assert.doesNotMatch(JSON.stringify(await lines()), new RegExp(`${SAID}|as I see it|to judge it`));
    assert.deepEqual((await verifyAudit(w.db)).faults, []);
  });
}
