/** /v1/audit: the audit log, for those whose work is to check others'. It holds nothing that was said. */
import {
  AUDIT_ACTORS_MAX,
  type AuditChoices,
  type AuditLineView,
  auditAction,
  auditChoices,
  auditLineView,
  auditPage,
  auditQuery,
  auditVerification,
} from '@kith/contract';
import type { Kysely } from 'kysely';
import { type AuditVerified, listAudit, verifyAudit } from '../ground/audit/index.ts';
import type { AuditLineRow, Records } from '../ground/database/index.ts';
import { failures, type HttpApp } from '../ground/http/index.ts';

const READ = { access: { to: 'staff', action: 'audit.read' } } as const;

export function auditRoutes(app: HttpApp, { db }: { db: Kysely<Records> }): void {
  app.route({
    method: 'GET',
    url: '/v1/audit',
    config: READ,
    schema: {
      tags: ['audit'],
      summary: 'Who did what that others must be able to check, the newest first',
      security: [{ session: [] }],
      querystring: auditQuery,
      response: { 200: auditPage, ...failures },
    },
    handler: async ({ query: { from, to, ...filter } }) => {
      const page = await listAudit(db, { ...filter, from_ms: timeOf(from), to_ms: timeOf(to) });
      const names = await pseudonymsOf(db, page.lines);
      return { lines: page.lines.map((line) => shown(line, names)), next: page.next };
    },
  });

  app.route({
    method: 'GET',
    url: '/v1/audit/choices',
    config: READ,
    schema: {
      tags: ['audit'],
      summary: 'What the audit log can be filtered by: every act, and whoever may have done one',
      security: [{ session: [] }],
      response: { 200: auditChoices, ...failures },
    },
    handler: async () => ({ actions: [...auditAction.options], by: await actorsOf(db) }),
  });

  // one at a time: it reads every line there is
  let underWay: Promise<AuditVerified> | null = null;
  app.route({
    method: 'POST',
    url: '/v1/audit/verification',
    config: READ,
    schema: {
      tags: ['audit'],
      summary: 'Verifies the audit log: names every line that was altered, is missing or out of order',
      description:
        'Somebody who may write the whole database could write the whole log anew: compare with anchors that are kept ' +
        'elsewhere (`kith audit verify --anchors FILE`).',
      security: [{ session: [] }],
      response: { 200: auditVerification, ...failures },
    },
    handler: async () => {
      underWay ??= verifyAudit(db).finally(() => {
        underWay = null;
      });
      const { lines, faults, head } = await underWay;
      return { sound: faults.length === 0, lines, faults: [...faults], head };
    },
  });
}

const timeOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text));

/** Half for people, half for keys, and the two that are neither. */
const EACH_MAX = AUDIT_ACTORS_MAX / 2 - 1;

async function actorsOf(db: Kysely<Records>): Promise<AuditChoices['by']> {
  const people = await db
    .selectFrom('staff')
    .select(['id', 'pseudonym'])
    .orderBy('pseudonym')
    .limit(EACH_MAX)
    .execute();
  const keys = await db.selectFrom('api_key').select(['id', 'name']).orderBy('name').limit(EACH_MAX).execute();
  return [
    ...['system', 'operator'].map((by) => ({ by, name: null })),
    ...people.map(({ id, pseudonym }) => ({ by: `staff:${id}`, name: pseudonym })),
    ...keys.map(({ id, name }) => ({ by: `key:${id}`, name })),
  ];
}

const STAFF = /^staff:(.+)$/;

async function pseudonymsOf(db: Kysely<Records>, lines: readonly AuditLineRow[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(lines.flatMap(({ by }) => STAFF.exec(by)?.[1] ?? []))];
  if (ids.length === 0) return new Map();
  const people = await db.selectFrom('staff').select(['id', 'pseudonym']).where('id', 'in', ids).execute();
  return new Map(people.map(({ id, pseudonym }) => [id, pseudonym]));
}

/** The last moment that the API's form of a time can say. */
const TIME_MAX_MS = Date.UTC(10_000, 0) - 1;

/** One line that was altered by hand must not hide all others: what can't be read of it is left out, and verifying names it. */
const iso = (at: number): string => new Date(Math.max(0, Math.min(TIME_MAX_MS, at))).toISOString();

function detailOf({ detail }: AuditLineRow): AuditLineView['detail'] {
  try {
    return auditLineView.shape.detail.safeParse(JSON.parse(detail)).data ?? {};
  } catch {
    return {};
  }
}

function shown(line: AuditLineRow, names: ReadonlyMap<string, string>): AuditLineView {
  const { number, by, action, subject, hash } = line;
  const pseudonym = names.get(STAFF.exec(by)?.[1] ?? '') ?? null;
  return { number, at: iso(line.at), by, pseudonym, action, subject, detail: detailOf(line), hash };
}
