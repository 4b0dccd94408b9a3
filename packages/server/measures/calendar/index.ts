/** The clocks of the law in one calendar. */
export { checkOf, feedOf, titleOf } from './feed.ts';
export { calendarLevels } from './levels.ts';
export { type CalendarOf, calendarOf } from './options.ts';
export { calendarRoutes } from './routes.ts';
export { type CalendarSettings, calendarInUse, readCalendar } from './settings.ts';
export { viewCalendar } from './view.ts';
