/** What lies beside an answer, while it is written: counts, measures, documents; laid there and taken away. */
import type { AssessmentDraft, DraftQuestion, SaidAnswer, SaidEvidence } from '@kith/contract';
import { type ReactNode, useId, useState } from 'react';
import { Button } from 'react-aria-components';
import { Foreign } from '../foreign/foreign.tsx';
import { useWords } from '../words/use-words.tsx';
import { EvidenceWords } from './evidence-words.tsx';
import { saidAgain } from './merge.ts';
import { keyOfEvidence } from './said-words.tsx';

/** Lengths of time to count, days, up to the last day that is over. */
const PERIODS = [28, 90, 365] as const;

interface EvidenceFieldProps {
  question: DraftQuestion;
  catalogue: AssessmentDraft['catalogue'];
  evidence: SaidAnswer['evidence'];
  onChange(evidence: SaidAnswer['evidence']): void;
}

export function EvidenceField({ question, catalogue, evidence, onChange }: EvidenceFieldProps) {
  const { t } = useWords();
  const lay = (one: SaidEvidence) =>
    evidence.some((there) => keyOfEvidence(there) === keyOfEvidence(one)) || onChange([...evidence, one]);
  return (
    <details>
      <summary>{t('assessment.evidenceOf', { count: evidence.length })}</summary>
      {evidence.length > 0 && (
        <ul className="facts facts--lines" aria-label={t('assessment.evidence')}>
          {evidence.map((one) => (
            <li key={keyOfEvidence(one)}>
              <Laid one={one} question={question} catalogue={catalogue} />{' '}
              <Button
                className="link"
                onPress={() => onChange(evidence.filter((there) => there !== one))}
                aria-label={t('assessment.takeAwayOne', { what: nameOf(one, catalogue) })}
              >
                {t('assessment.takeAway')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <CountField question={question} counts={catalogue.counts} onLay={lay} />
      <MeasureField question={question} measures={catalogue.measures} onLay={lay} />
      <DocumentField onLay={lay} />
    </details>
  );
}

function nameOf(one: SaidEvidence, { counts }: AssessmentDraft['catalogue']): string {
  switch (one.of) {
    case 'count':
      return counts.find(({ name }) => name === one.name)?.title ?? one.name;
    case 'measure':
      return `${one.code} ${one.id}`;
    case 'document':
      return one.title;
    default:
      return one satisfies never;
  }
}

type LaidProps = Pick<EvidenceFieldProps, 'question' | 'catalogue'> & { one: SaidEvidence };

/** As the server shows it; as it is named until it is saved. */
function Laid({ one, question, catalogue }: LaidProps) {
  const { t } = useWords();
  const saved = question.evidence.find((shown) => keyOfEvidence(saidAgain(shown)) === keyOfEvidence(one));
  if (saved !== undefined) return <EvidenceWords evidence={saved} />;
  if (one.of === 'document') return <EvidenceWords evidence={one} />;
  return (
    <>
      <Foreign text={nameOf(one, catalogue)} most={120} />{' '}
      {one.of === 'count' && <span className="quiet">{t('assessment.days', { count: one.days })}</span>}
    </>
  );
}

interface LayProps {
  question: DraftQuestion;
  onLay(one: SaidEvidence): void;
}

function CountField({ question, counts, onLay }: LayProps & { counts: AssessmentDraft['catalogue']['counts'] }) {
  const { t } = useWords();
  const [days, setDays] = useState<number>(365);
  const named = counts.map(({ name, title }) => ({ value: name, title }));
  return (
    <Choosing
      title={t('assessment.layCount')}
      all={named}
      suggested={(value) => question.figures.includes(value)}
      onChosen={(name) => onLay({ of: 'count', name, days })}
    >
      <label className="filters__one filters__one--short">
        {t('assessment.over')}
        <select className="field" value={days} onChange={(event) => setDays(Number(event.target.value))}>
          {PERIODS.map((period) => (
            <option key={period} value={period}>
              {t('assessment.days', { count: period })}
            </option>
          ))}
        </select>
      </label>
    </Choosing>
  );
}

function MeasureField({
  question,
  measures,
  onLay,
}: LayProps & { measures: AssessmentDraft['catalogue']['measures'] }) {
  const { t } = useWords();
  const named = measures.map(({ code, id, title }) => ({ value: `${code} ${id}`, title: `${code} ${id} ${title}` }));
  return (
    <Choosing
      title={t('assessment.layMeasure')}
      all={named}
      suggested={(value) => question.measures.some(({ code, id }) => `${code} ${id}` === value)}
      onChosen={(value) => {
        const [code = '', id = ''] = value.split(' ');
        onLay({ of: 'measure', code, id });
      }}
    />
  );
}

interface ChoosingProps {
  title: string;
  all: readonly { value: string; title: string }[];
  suggested(value: string): boolean;
  onChosen(value: string): void;
  children?: ReactNode;
}

/** One of many, those that the question suggests first. */
function Choosing({ title, all, suggested, onChosen, children }: ChoosingProps) {
  const { t } = useWords();
  const [chosen, setChosen] = useState('');
  const groups = [
    { name: t('assessment.suggested'), options: all.filter(({ value }) => suggested(value)) },
    { name: t('assessment.others'), options: all.filter(({ value }) => !suggested(value)) },
  ];
  return (
    <div className="filters">
      <label className="filters__one">
        {title}
        <select className="field" value={chosen} onChange={(event) => setChosen(event.target.value)}>
          <option value="">{t('assessment.choose')}</option>
          {groups
            .filter(({ options }) => options.length > 0)
            .map(({ name, options }) => (
              <optgroup key={name} label={name}>
                {options.map((option) => (
                  <option key={option.value} value={option.value} lang="en">
                    {option.title}
                  </option>
                ))}
              </optgroup>
            ))}
        </select>
      </label>
      {children}
      <Button
        className="button button--plain"
        isDisabled={chosen === ''}
        aria-label={`${t('assessment.lay')}: ${title}`}
        onPress={() => {
          onChosen(chosen);
          setChosen('');
        }}
      >
        {t('assessment.lay')}
      </Button>
    </div>
  );
}

function DocumentField({ onLay }: Pick<LayProps, 'onLay'>) {
  const { t } = useWords();
  const [title, setTitle] = useState('');
  const [where, setWhere] = useState('');
  const id = useId();
  return (
    <fieldset className="filters" aria-labelledby={id}>
      <legend id={id} className="unseen">
        {t('assessment.layDocument')}
      </legend>
      <label className="filters__one">
        {t('assessment.document')}
        <input className="field" maxLength={200} value={title} onChange={(event) => setTitle(event.target.value)} />
      </label>
      <label className="filters__one">
        {t('assessment.where')}
        <input className="field" maxLength={2000} value={where} onChange={(event) => setWhere(event.target.value)} />
      </label>
      <Button
        className="button button--plain"
        isDisabled={title.trim() === '' || where.trim() === ''}
        aria-label={`${t('assessment.lay')}: ${t('assessment.layDocument')}`}
        onPress={() => {
          onLay({ of: 'document', title: title.trim(), where: where.trim() });
          setTitle('');
          setWhere('');
        }}
      >
        {t('assessment.lay')}
      </Button>
    </fieldset>
  );
}
