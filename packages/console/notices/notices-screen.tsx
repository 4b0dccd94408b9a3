/** What becomes of notices: which are answered, which are outlived, and what followed. Nobody is named. */
import type { Choice, NoticeNumbers } from '@kith/contract';
import { useQuery } from '@tanstack/react-query';
import { useDesk } from '../api/use-api.tsx';
import { PeriodFilter, usePeriod } from '../numbers/period.tsx';
import { useMode } from '../shell/now.ts';
import { Table } from '../shell/table.tsx';
import { useTitle } from '../shell/use-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/use-words.tsx';
import { ACTS } from './acts.ts';
import { Experiments } from './experiments.tsx';

export function NoticesScreen() {
  const { t, number } = useWords();
  useTitle(t('screen.notices'));
  useMode('notices');
  const { api } = useDesk();
  const asked = usePeriod();
  const { period, refusal } = asked;
  const { data, error } = useQuery({
    queryKey: ['notices', period.from, period.to],
    queryFn: () => api.get<NoticeNumbers>('/v1/notices/numbers', period),
    enabled: refusal === null,
  });
  return (
    <section className="page numbers">
      <h1>{t('screen.notices')}</h1>
      <PeriodFilter asked={asked} csv="/v1/notices/numbers.csv" />
      <Waiting error={error} there={data !== undefined || refusal !== null} />
      {data !== undefined && (
        <>
          <p>{t('notices.open', { count: data.open })}</p>
          {data.countedOneIn > 1 && <p>{t('notices.countedOneIn', { count: data.countedOneIn })}</p>}
          <Kinds kinds={data.kinds} />
          <Experiments experiments={data.experiments} />
          <Risks risks={data.risks} />
          <section className="part">
            <h2>{t('notices.notShown')}</h2>
            <ul>
              {(['cause', 'seen', 'elsewhere', 'nobody'] as const).map((what) => (
                <li key={what}>{t(`notices.notShown.${what}`)}</li>
              ))}
            </ul>
          </section>
          <p className="quiet">{t('notices.total', { count: number(data.kinds.reduce((n, k) => n + k.shown, 0)) })}</p>
        </>
      )}
    </section>
  );
}

type Become = Pick<NoticeNumbers['kinds'][number], 'shown' | 'outlived' | 'choices' | 'led'>;

function Kinds({ kinds }: { kinds: NoticeNumbers['kinds'] }) {
  const { t, named, number } = useWords();
  if (kinds.length === 0) return <p className="quiet">{t('notices.none')}</p>;
  return (
    <section className="part">
      <h2>{t('notices.kinds')}</h2>
      <Table
        heads={(['kind', 'language', 'shown', 'chosen', 'outlived', 'followed', 'toldEnough'] as const).map((head) =>
          t(`notices.${head}`),
        )}
      >
        {kinds.map((row) => (
          <tr key={`${row.kind} ${row.language}`}>
            <td data-label={t('notices.kind')}>{named('noticeKind', row.kind)}</td>
            <td data-label={t('notices.language')}>{named('noticeLanguage', row.language)}</td>
            <Becomes of={row} />
            <td data-label={t('notices.toldEnough')}>{number(row.toldEnough)}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

function Risks({ risks }: { risks: NoticeNumbers['risks'] }) {
  const { t, named } = useWords();
  if (risks.length === 0) return null;
  return (
    <section className="part">
      <h2>{t('notices.risks')}</h2>
      <Table
        heads={(['kind', 'risk', 'shown', 'chosen', 'outlived', 'followed'] as const).map((head) =>
          t(`notices.${head}`),
        )}
      >
        {risks.map((row) => (
          <tr key={`${row.kind} ${row.risk}`}>
            <td data-label={t('notices.kind')}>{named('noticeKind', row.kind)}</td>
            <td data-label={t('notices.risk')}>{named('risk', row.risk)}</td>
            <Becomes of={row} />
          </tr>
        ))}
      </Table>
    </section>
  );
}

const CHOICES: readonly Choice[] = ['accept', 'decline', 'block', 'report', 'get_help', 'ok'];
const percentOf = (n: number, of: number): number => (of === 0 ? 0 : Math.round((n / of) * 100));

function Becomes({ of: { shown, outlived, choices, led } }: { of: Become }) {
  const { t, named, number } = useWords();
  const say = (name: string, n: number) =>
    t('notices.of', { name, n: number(n), percent: number(percentOf(n, shown)) });
  const chosen = CHOICES.flatMap((one) => {
    const n = choices[one] ?? 0;
    return n === 0 ? [] : [say(named('noticeChoice', one), n)];
  });
  const followed = ACTS.flatMap((act) => (led[act] === 0 ? [] : [say(named('noticeAct', act), led[act])]));
  return (
    <>
      <td data-label={t('notices.shown')}>{number(shown)}</td>
      <td data-label={t('notices.chosen')}>{chosen.length === 0 ? t('notices.nothing') : chosen.join('; ')}</td>
      <td data-label={t('notices.outlived')}>{say('', outlived).trim()}</td>
      <td data-label={t('notices.followed')}>{followed.length === 0 ? t('notices.nothing') : followed.join('; ')}</td>
    </>
  );
}
