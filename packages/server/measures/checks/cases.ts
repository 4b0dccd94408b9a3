/** C: what people rule under, what comes first, and by when. */
import { enforcementPolicy } from '@kith/contract';
import { type Check, found } from './check.ts';

/** What Kith ships for operators who name no policies. */
const SHIPPED: ReadonlySet<string> = new Set(enforcementPolicy.parse({}).policies.map(({ id }) => id));

export const rulingPolicies: Check = ({ policy }) => {
  const { policies } = policy.enforcement;
  return policies.every(({ id }) => SHIPPED.has(id))
    ? found(
        'partly',
        'People rule under one policy for everything: the operator has named none of its own.',
        'Mae pobl yn dyfarnu o dan un polisi am bopeth: nid yw’r gweithredwr wedi enwi rhai ei hun.',
      )
    : found(
        'shown',
        `People rule under ${policies.length} named policies: ${policies.map(({ title }) => title.en).join('; ')}.`,
        `Mae pobl yn dyfarnu o dan ${policies.length} polisi a enwyd: ${policies.map(({ title }) => title.cy).join('; ')}.`,
      );
};

export const caseTargets: Check = ({ policy }) => {
  const { hours, inTime, agreed, upheld } = policy.cases.targets;
  const percent = (share: number) => Math.round(share * 100);
  const time = `${hours.urgent} / ${hours.high} / ${hours.normal}`;
  if (inTime === 0 || (agreed === 0 && upheld === 0)) {
    return found(
      'partly',
      `Cases have targets of time (${time} hours), but a target of time or of accuracy is 0 %, which is none.`,
      `Mae gan achosion dargedau amser (${time} awr), ond mae targed amser neu gywirdeb yn 0 %, sef dim un.`,
    );
  }
  return found(
    'shown',
    `Urgent, high and normal cases are to be decided in ${time} hours, ${percent(inTime)} % of them in time; second looks are to agree in ${percent(agreed)} %, rulings to stand in ${percent(upheld)} %.`,
    `Mae achosion brys, uchel ac arferol i’w penderfynu mewn ${time} awr, ${percent(inTime)} % ohonynt mewn pryd; mae ail olwg i gytuno mewn ${percent(agreed)} %, a dyfarniadau i sefyll mewn ${percent(upheld)} %.`,
  );
};

/** C5 wants reach, severity and likelihood; a factor without points plays no part. */
export const casePriorities: Check = ({ policy }) => {
  const { reach, severity, danger, likelihood, trust } = policy.cases.priority;
  const most = (points: Readonly<Record<string, number | undefined>>) =>
    Math.max(0, ...Object.values(points).map((n) => n ?? 0));
  const factors = [
    { en: 'how far it reaches', cy: 'pa mor bell y mae’n cyrraedd', points: Math.min(reach.perChild, reach.most) },
    {
      ...{ en: 'severity and harm to children', cy: 'difrifoldeb a niwed i blant' },
      points: Math.min(most(severity.codes), most(danger.codes)),
    },
    { en: 'how likely it is', cy: 'pa mor debygol yw', points: Math.min(likelihood.high, likelihood.most) },
    { en: 'who reports it', cy: 'pwy sy’n adrodd', points: trust.trusted },
  ];
  const without = factors.filter(({ points }) => points === 0);
  if (without.length === factors.length)
    return found('not', 'Nothing makes a case more pressing.', 'Does dim yn gwneud achos yn fwy pwysig.');
  return without.length === 0
    ? found(
        'shown',
        `Cases come by ${factors.map(({ en }) => en).join(', ')}.`,
        `Daw achosion yn ôl ${factors.map(({ cy }) => cy).join(', ')}.`,
      )
    : found(
        'partly',
        `What plays no part in the order of cases: ${without.map(({ en }) => en).join(', ')}.`,
        `Yr hyn nad yw’n cyfrif yn nhrefn achosion: ${without.map(({ cy }) => cy).join(', ')}.`,
      );
};
