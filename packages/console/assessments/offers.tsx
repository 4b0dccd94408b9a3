/** What a version says that the measures ask, too: a person takes it into the service's answers, or doesn't. */
import type { AssessmentVersion, MeasureQuestions } from '@kith/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useDesk, useMay } from '../api/use-api.tsx';
import { ANSWERS_PATH, NO_ANSWERS } from '../measures/answers.ts';
import { HARM_LEVELS } from '../measures/limits.ts';
import { Table } from '../shell/table.tsx';
import { useSay } from '../shell/use-say.ts';
import { useWords } from '../words/use-words.tsx';

type Offer = AssessmentVersion['offers'][number];

const levelOf = (said: string) => HARM_LEVELS.find((level) => level === said);

export function Offers({ version: { offers } }: { version: AssessmentVersion }) {
  const { t, named } = useWords();
  const may = useMay();
  const { api } = useDesk();
  const queries = useQueryClient();
  const say = useSay();
  const [busy, setBusy] = useState(false);
  if (offers.length === 0) return null;

  async function take(): Promise<void> {
    const { versions } = await api.get<MeasureQuestions>(ANSWERS_PATH);
    const [newest] = versions;
    const answers = newest?.answers ?? NO_ANSWERS;
    const [facts, risks] = [{ ...answers.facts }, { ...answers.risks }];
    for (const { of, name, says } of offers) {
      const level = levelOf(says);
      if (of === 'fact') facts[name] = says === 'yes';
      else if (level !== undefined) risks[name] = level;
    }
    await api.put(ANSWERS_PATH, { after: newest?.version ?? 0, answers: { ...answers, facts, risks } });
  }

  function onPress(): void {
    setBusy(true);
    take()
      .then(() => say.done('assessment.offersTaken'), say.problem)
      .finally(() => {
        setBusy(false);
        for (const queryKey of [['assessment'], ['measures']]) void queries.invalidateQueries({ queryKey });
      });
  }

  const words = (said: Offer['now']): string =>
    said === null ? t('assessment.notSaid') : named('assessment.says', said);
  const heads = (['question', 'says', 'now'] as const).map((head) => t(`assessment.offer.${head}`));
  return (
    <section className="part">
      <h2>{t('assessment.offers')}</h2>
      <p className="quiet">{t('assessment.offersAbout')}</p>
      <Table heads={heads}>
        {offers.map(({ name, ask, says, now }) => (
          <tr key={name}>
            <td data-label={heads[0]} lang="en">
              {ask}
            </td>
            <td data-label={heads[1]}>{words(says)}</td>
            <td data-label={heads[2]}>{words(now)}</td>
          </tr>
        ))}
      </Table>
      {may('measures.write') && (
        <p className="buttons">
          <Button className="button button--main" isDisabled={busy} onPress={onPress}>
            {t('assessment.takeOffers')}
          </Button>
        </p>
      )}
    </section>
  );
}
