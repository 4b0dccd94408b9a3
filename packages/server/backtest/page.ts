/** A backtest as a page of its own: no script, nothing loaded, so that it can be sent and kept. */
import { join } from 'node:path';
import nunjucks from 'nunjucks';
import type { Report } from './report.ts';

const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader(join(import.meta.dirname, 'views')), {
  autoescape: true,
  trimBlocks: true,
  lstripBlocks: true,
});

export const pageOf = (report: Report): string => environment.render('page.njk', { report });
