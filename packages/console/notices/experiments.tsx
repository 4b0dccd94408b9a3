/** The arms of experiments side by side, with how sure it is that they differ. */
import type { NoticeNumbers } from '@kith/contract';
import { Table } from '../shell/table.tsx';
import { useWords } from '../words/use-words.tsx';
import { ACTS } from './acts.ts';

type Experiment = NoticeNumbers['experiments'][number];

export function Experiments({ experiments }: { experiments: NoticeNumbers['experiments'] }) {
  const { t } = useWords();
  if (experiments.length === 0) return null;
  return (
    <section className="part">
      <h2>{t('notices.experiments')}</h2>
      <p>{t('notices.experiments.whom')}</p>
      {experiments.map((experiment) => (
        <Arms key={`${experiment.name} ${experiment.kind}`} experiment={experiment} />
      ))}
    </section>
  );
}

function Arms({ experiment: { name, kind, shown, heldOut, differences } }: { experiment: Experiment }) {
  const { t, named, number } = useWords();
  const share = (n: number, of: number) =>
    of === 0
      ? t('numbers.none')
      : t('numbers.share', { percent: number(Math.round((n / of) * 1000) / 10), of: number(of) });
  return (
    <>
      <h3>{t('notices.experiment', { name, kind: named('noticeKind', kind) })}</h3>
      <Table heads={(['followed', 'withNotice', 'without', 'sure'] as const).map((head) => t(`notices.${head}`))}>
        {ACTS.map((act) => (
          <tr key={act}>
            <td data-label={t('notices.followed')}>{named('noticeAct', act)}</td>
            <td data-label={t('notices.withNotice')}>{share(shown.led[act], shown.drawn)}</td>
            <td data-label={t('notices.without')}>{share(heldOut.led[act], heldOut.drawn)}</td>
            <td data-label={t('notices.sure')}>
              <Sure difference={differences.find((one) => one.act === act)} />
            </td>
          </tr>
        ))}
      </Table>
    </>
  );
}

function Sure({ difference }: { difference: Experiment['differences'][number] | undefined }) {
  const { t, points } = useWords();
  if (difference === undefined) return t('notices.sure.none');
  const { low, high } = difference;
  const range = { low: points(low * 100), high: points(high * 100) };
  if (low > 0) return t('notices.sure.more', range);
  return high < 0 ? t('notices.sure.less', range) : t('notices.sure.unknown', range);
}
