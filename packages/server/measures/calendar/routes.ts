/** /v1/calendar and /v1/calendar.ics: what is due by law; duties that were seen to; and addresses of one's own for programs of calendars. */
import { calendarLink, calendarLinkMade, calendarView, dutyDoneInput } from '@kith/contract';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { failures, type HttpApp, ProblemError } from '../../ground/http/index.ts';
import type { CalendarOptions } from './clocked.ts';
import { markDone, takeBack } from './duties.ts';
import { feedOf } from './feed.ts';
import { endLink, linkOf, makeLink, mayRead, SECRET } from './links.ts';
import { viewCalendar } from './view.ts';

const READ = { access: { to: 'staff', action: 'measures.read' } } as const;
const WRITE = { access: { to: 'staff', action: 'measures.write' } } as const;
/** Whoever has the secret of the address: it names nobody, and opens nothing else. */
const EVERYONE = { access: { to: 'everyone' } } as const;
const common = { tags: ['measures'], security: [{ session: [] }] };

export function calendarRoutes(app: HttpApp, options: CalendarOptions): void {
  app.route({
    method: 'GET',
    url: '/v1/calendar',
    config: READ,
    schema: {
      ...common,
      summary: 'The clocks of the law: what is due, by when and by which law; what is overdue first',
      response: { 200: calendarView, ...failures },
    },
    handler: () => viewCalendar(options),
  });

  app.route({
    method: 'GET',
    url: '/v1/calendar.ics',
    config: READ,
    schema: {
      ...common,
      summary: 'The same for programs of calendars (RFC 5545); names nobody',
      response: { 200: z.string().describe('iCalendar'), ...failures },
    },
    handler: async (_request, reply) => sendFeed(reply),
  });

  const sendFeed = async (reply: FastifyReply) => {
    const { entries } = await viewCalendar(options);
    return reply
      .header('content-type', 'text/calendar; charset=utf-8')
      .header('content-disposition', 'attachment; filename="kith-calendar.ics"')
      .header('cache-control', 'no-store')
      .serializer((text: string) => text)
      .send(feedOf(entries, options.clock()));
  };

  app.route({
    method: 'POST',
    url: '/v1/calendar/duties/:duty/done',
    config: WRITE,
    schema: {
      ...common,
      summary: 'Say that a yearly duty was seen to: the next is due a year later',
      params: z.strictObject({ duty: z.string().min(1).max(40) }),
      body: dutyDoneInput,
      response: { 200: calendarView, ...failures },
    },
    handler: async ({ params, body, staff }) => {
      await markDone(options, { ...params, ...body, by: staff.id });
      return viewCalendar(options);
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/calendar/duties/:duty/undone',
    config: WRITE,
    schema: {
      ...common,
      summary: 'Take back that a yearly duty was seen to, where it was marked by mistake: it is due as before',
      params: z.strictObject({ duty: z.string().min(1).max(40) }),
      body: dutyDoneInput,
      response: { 200: calendarView, ...failures },
    },
    handler: async ({ params, body, staff }) => {
      await takeBack(options, { ...params, ...body, by: staff.id });
      return viewCalendar(options);
    },
  });

  linkRoutes(app, options, sendFeed);
}

function linkRoutes(
  app: HttpApp,
  { db, clock }: CalendarOptions,
  sendFeed: (reply: FastifyReply) => Promise<FastifyReply>,
): void {
  const view = async (staff: string) => {
    const made_ms = await linkOf(db, staff);
    return { made: made_ms === null ? null : new Date(made_ms).toISOString() };
  };

  app.route({
    method: 'GET',
    url: '/v1/calendar/link',
    config: READ,
    schema: {
      ...common,
      summary: "Whether one has an address of one's own for a program of calendars",
      response: { 200: calendarLink, ...failures },
    },
    handler: ({ staff }) => view(staff.id),
  });

  app.route({
    method: 'POST',
    url: '/v1/calendar/link',
    config: READ,
    schema: {
      ...common,
      summary: 'Make such an address, told this once; the one before is good no longer',
      response: { 200: calendarLinkMade, ...failures },
    },
    handler: async ({ staff }) => {
      const at_ms = clock();
      const secret = await makeLink(db, staff.id, at_ms);
      return { made: new Date(at_ms).toISOString(), path: `/calendar/${secret}.ics` };
    },
  });

  app.route({
    method: 'POST',
    url: '/v1/calendar/link/end',
    config: READ,
    schema: { ...common, summary: 'End it', response: { 200: calendarLink, ...failures } },
    handler: async ({ staff }) => {
      await endLink(db, staff.id, clock());
      return view(staff.id);
    },
  });

  app.route({
    method: 'GET',
    url: '/calendar/:file',
    config: EVERYONE,
    schema: {
      tags: ['measures'],
      params: z.strictObject({ file: z.string().max(100) }),
      summary: 'The clocks of the law for whoever has the secret address; names nobody',
      response: { 200: z.string().describe('iCalendar'), ...failures },
    },
    handler: async ({ params: { file } }, reply) => {
      const secret = file.replace(/\.ics$/, '');
      if (SECRET.test(secret) && (await mayRead(db, secret))) return sendFeed(reply);
      throw new ProblemError('not_known', 'there is no such calendar: make a new address at the console');
    },
  });
}
