/** A report as a page of its own: no script, nothing loaded, so that it can be sent and kept. */
import { join } from 'node:path';
import nunjucks from 'nunjucks';
import { draw } from './plots.ts';
import type { Report } from './report.ts';

const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader(join(import.meta.dirname, 'views')), {
  autoescape: true,
  trimBlocks: true,
  lstripBlocks: true,
});

export function pageOf(report: Report): string {
  const sections = report.sections.map(({ plot, ...section }) => ({
    ...section,
    svg: plot === undefined ? null : draw(plot, section.title),
  }));
  return environment.render('page.njk', { report: { ...report, sections } });
}

/** The summary for a terminal; the page has the rest. */
export const linesOf = ({ title, banner, summary, limits }: Report): string =>
  [title, banner, '', ...summary, '', 'What this does not show:', ...limits.map((limit) => `- ${limit}`)].join('\n');
