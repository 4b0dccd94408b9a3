/** /v1/policy/check and /v1/policy/backtest: trying a changed policy at the console. Nothing is changed by it. */
import { setImmediate as breath } from 'node:timers/promises';
import {
  type BacktestLine,
  backtestInput,
  backtestLine,
  POLICY_PROBLEMS_MAX,
  type Policy,
  type PolicyProblemView,
  policyChecked,
  policyTextInput,
} from '@kith/contract';
import type { CompiledPolicy } from '@kith/engine';
import type { FastifyReply } from 'fastify';
import { appendAudit } from '../ground/audit/index.ts';
import { failures, type HttpApp, ProblemError, sentAlready } from '../ground/http/index.ts';
import type { Log } from '../ground/log/index.ts';
import { languageOf } from '../ground/pages/index.ts';
import { mayDo } from '../ground/staff/index.ts';
import type { KnowledgeStore } from '../knowledge/index.ts';
import { otherRulesOf, type PolicyProblem, parsePolicy } from '../policy/index.ts';
import { backtest } from './backtest.ts';
import { viewBacktest } from './view.ts';

export interface BacktestRoutes {
  store: KnowledgeStore;
  policy: () => CompiledPolicy;
  /** makes a changed policy ready for deciding */
  compile: (policy: Policy) => CompiledPolicy;
  log: Log;
  /** milliseconds since 1970 */
  clock: () => number;
}

const TRY = { access: { to: 'staff', action: 'policy.try' } } as const;
const OF_STAFF = { tags: ['policy'], security: [{ session: [] }] };
/** A policy's text of the longest, as JSON says it, bytes. */
const TEXT_BYTES_MAX = 1024 * 1024;
const DAY_MS = 86_400_000;

/**
 * What is tried beside the answers must leave them room. A contact is held twice, some 250 bytes each: a quarter of a gigabyte.
 * Past either, `kith policy backtest` does it on a backup, with a machine of its own.
 */
const CONTACTS_MAX = 500_000;
/** Events that are considered again, one after another beside the answers: more than a day of many platforms. */
const EVENTS_MAX = 10_000_000;
/** Progress is said so often, milliseconds: enough for a bar. */
const SAID_EVERY_MS = 250;

/** What a policy's file is called in problems: it has no name here. */
const NAME = 'policy.yaml';

export function backtestRoutes(app: HttpApp, options: BacktestRoutes): void {
  const { store, policy, compile, log, clock } = options;
  const db = store.records.kysely;

  app.route({
    method: 'POST',
    url: '/v1/policy/check',
    config: TRY,
    bodyLimit: TEXT_BYTES_MAX,
    schema: {
      ...OF_STAFF,
      summary: 'Whether a policy is valid, where it is not, and where it protects less than the shipped one',
      body: policyTextInput,
      response: { 200: policyChecked, ...failures },
    },
    handler: async ({ body: { text } }) => {
      const parsed = parsePolicy(text, NAME);
      if (!parsed.ok) return { valid: false as const, problems: shown(parsed.problems) };
      const others = await otherRulesOf(db, parsed.policy);
      return {
        ...{ valid: true as const, version: parsed.policy.version },
        ...{ warnings: shown(parsed.warnings), versionTaken: others.length > 0 },
      };
    },
  });

  // one at a time: it takes what the processor has left
  let underWay: AbortController | null = null;
  app.addHook('preClose', async () => underWay?.abort());

  app.route({
    method: 'POST',
    url: '/v1/policy/backtest',
    config: TRY,
    bodyLimit: TEXT_BYTES_MAX,
    schema: {
      ...OF_STAFF,
      summary: 'What a changed policy would have made of what the log has',
      description:
        'The answer is NDJSON: a line for each step of the way, and at last the result. Ending the connection ends the work. ' +
        'One is tried at a time.',
      body: backtestInput,
      response: { 200: backtestLine, ...failures },
    },
    handler: async (request, reply) => {
      const { text, from, to, budget = null } = request.body;
      const parsed = parsePolicy(text, NAME);
      if (!parsed.ok) throw new ProblemError('invalid_field', `text: ${parsed.problems[0]?.message}`, 'text');
      if (underWay !== null) throw new ProblemError('busy', 'another policy is being tried: wait until it is done');
      const working = new AbortController();
      underWay = working;
      try {
        await refuseTooMuch(store);
        const after = compile(parsed.policy);
        await note(request.staff.id, parsed.policy.version);
        const period = {
          from_ms: from === undefined ? 0 : Date.parse(from),
          to_ms: to === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(to) + DAY_MS,
        };
        const say = streamOf(reply, working);
        const look = { accounts: mayDo(request.staff.roles, 'account.search') };
        const language = languageOf(request.staff.language, request.headers['accept-language']);
        try {
          const found = await backtest(store, {
            ...{ before: policy(), after, period, budget, onProgress: paced(say) },
            async breathe() {
              await breath();
              working.signal.throwIfAborted();
            },
          });
          say({ step: 'done', result: viewBacktest(found, { ...look, queues: policy().policy.cases, language }) });
        } catch (error) {
          if (!working.signal.aborted) log.error({ err: error }, 'a backtest failed');
          say({ step: 'failed', message: working.signal.aborted ? 'it was cancelled' : 'it failed: see the log' });
        }
        reply.raw.end();
        return reply;
      } finally {
        underWay = null;
      }
    },
  });

  const note = (by: string, version: string): Promise<void> =>
    db.transaction().execute((trx) =>
      appendAudit(trx, {
        ...{ at_ms: clock(), by: `staff:${by}`, action: 'policy.tried', subject: `policy:${version}` },
      }),
    );
}

const shown = (problems: readonly PolicyProblem[]): PolicyProblemView[] =>
  problems.slice(0, POLICY_PROBLEMS_MAX).map(({ line, column, field, message }) => ({ line, column, field, message }));

async function refuseTooMuch(store: KnowledgeStore): Promise<void> {
  const { events, contacts } = await store.status();
  if (events <= EVENTS_MAX && contacts <= CONTACTS_MAX) return;
  const message = 'there is too much to try it beside the answers: use kith policy backtest on a backup';
  throw new ProblemError('not_possible', message);
}

/** The answer's lines from here on; whoever goes away ends the work. */
function streamOf(reply: FastifyReply, working: AbortController): (line: BacktestLine) => void {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { ...sentAlready(reply), 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
  raw.once('close', () => working.abort());
  return (line) => {
    if (!raw.destroyed) raw.write(`${JSON.stringify(line)}\n`);
  };
}

function paced(say: (line: BacktestLine) => void): (events: number, of: number) => void {
  let next = 0;
  return (events, of) => {
    const now = performance.now();
    if (now < next) return;
    next = now + SAID_EVERY_MS;
    say({ step: 'progress', events, of });
  };
}
