/** D, and F of the children's code: the report form, its times, appeals, and who a child can turn to. */
import { unverifiedHelplines } from '../../words/index.ts';
import { dayName, dayOf } from '../counts/index.ts';
import { type Check, found } from './check.ts';

export const reportForm: Check = ({ reportForm }) =>
  reportForm
    ? found(
        'shown',
        'The report form is there at /report, without signing in.',
        'Mae’r ffurflen adrodd ar gael yn /report, heb fewngofnodi.',
      )
    : found(
        'not',
        'There is no report form: name a folder for keys (KITH_KEEP_KEYS).',
        'Does dim ffurflen adrodd: enwch ffolder ar gyfer allweddi (KITH_KEEP_KEYS).',
      );

export const reportTimes: Check = ({ policy }) => {
  const { danger, other } = policy.reports.usualHours;
  return found(
    'shown',
    `Whoever reports is told ${danger} hours where a child may be in danger, and ${other} otherwise.`,
    `Dywedir wrth bwy bynnag sy’n adrodd: ${danger} awr lle gall plentyn fod mewn perygl, a ${other} fel arall.`,
  );
};

export const appealTargets: Check = ({ policy }) => {
  const { answerDays, openDays } = policy.enforcement.appeals;
  const { upheld } = policy.cases.targets;
  const percent = Math.round(upheld * 100);
  return upheld > 0
    ? found(
        'shown',
        `An appeal can be made for ${openDays} days and is to be answered within ${answerDays}; ${percent} % of rulings are to stand.`,
        `Gellir apelio am ${openDays} diwrnod, a’r nod yw ateb o fewn ${answerDays}; mae ${percent} % o’r dyfarniadau i sefyll.`,
      )
    : found(
        'partly',
        `An appeal is to be answered within ${answerDays} days, but there is no target for how many rulings are to stand.`,
        `Y nod yw ateb apêl o fewn ${answerDays} diwrnod, ond does dim targed am faint o ddyfarniadau sydd i sefyll.`,
      );
};

export const unfoundedReports: Check = ({ policy }) =>
  policy.reports.unfounded
    ? found(
        'shown',
        'Moderators may mark a report as manifestly unfounded; nothing does so by itself.',
        'Caiff safonwyr nodi adroddiad fel un amlwg ddi-sail; does dim yn gwneud hynny ohono’i hun.',
      )
    : found('not', 'It is not used: no report is marked so.', 'Nis defnyddir: ni nodir unrhyw adroddiad felly.');

/** Days after which a number that nobody looked at again may be gone. */
const CHECKED_WITHIN_DAYS = 365;

export const helpLines: Check = ({ words, today }) => {
  const all = words.helplines.all.filter(({ who }) => who === 'children');
  if (all.length === 0) return found('not', 'There is no help line for children.', 'Does dim llinell gymorth i blant.');
  const since = dayName(dayOf(Date.parse(today)) - CHECKED_WITHIN_DAYS);
  const old = unverifiedHelplines(words, since).filter(({ who }) => who === 'children').length;
  return old === 0
    ? found(
        'shown',
        `${all.length} help lines for children, each checked at its source within a year.`,
        `${all.length} llinell gymorth i blant, pob un wedi’i gwirio yn ei ffynhonnell o fewn blwyddyn.`,
      )
    : found(
        'partly',
        `${all.length} help lines for children, of which ${old} were not checked at their source within a year.`,
        `${all.length} llinell gymorth i blant; ni wiriwyd ${old} ohonynt yn eu ffynhonnell o fewn blwyddyn.`,
      );
};
