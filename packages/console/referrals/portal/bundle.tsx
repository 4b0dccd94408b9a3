/** The same as files: to be read, and for an operator's own systems. */
import type { ReferralView } from '@kith/contract';
import { Button } from 'react-aria-components';
import { address } from '../../api/http.ts';
import { useDesk } from '../../api/use-api.tsx';
import { save } from '../../evidence/save.ts';
import { useSay } from '../../shell/use-say.ts';
import { useWords } from '../../words/use-words.tsx';

const WAYS = ['html', 'pdf', 'json'] as const;

export function Bundle({ view }: { view: ReferralView }) {
  const { t } = useWords();
  const { api } = useDesk();
  const say = useSay();
  const load = (format: (typeof WAYS)[number]) => {
    api
      .file(address('referrals', view.id, 'bundle'), { format })
      .then((bytes) => save(bytes, `${view.kind}-${view.id}.${format}`), say.problem);
  };
  return (
    <section className="part">
      <h2>{t('bundle.title')}</h2>
      <p className="quiet">{t('bundle.how')}</p>
      <p className="buttons">
        {WAYS.map((format) => (
          <Button key={format} className="button button--plain" onPress={() => load(format)}>
            {t(`bundle.${format}`)}
          </Button>
        ))}
      </p>
    </section>
  );
}
