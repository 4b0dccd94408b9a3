/** /v1/calendar and /v1/calendar.ics: what is due by law. */
import { calendarView } from '@kith/contract';
import { z } from 'zod';
import { failures, type HttpApp } from '../../ground/http/index.ts';
import type { CalendarOptions } from './clocked.ts';
import { feedOf } from './feed.ts';
import { viewCalendar } from './view.ts';

const READ = { access: { to: 'staff', action: 'measures.read' } } as const;
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
    handler: async (_request, reply) => {
      const { entries } = await viewCalendar(options);
      return reply
        .header('content-type', 'text/calendar; charset=utf-8')
        .header('content-disposition', 'attachment; filename="kith-calendar.ics"')
        .serializer((text: string) => text)
        .send(feedOf(entries, options.clock()));
    },
  });
}
