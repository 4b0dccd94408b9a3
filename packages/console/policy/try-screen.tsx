/** Trying a changed policy: its text, what is wrong with it, and what it would have made of what happened. */
import type { PolicyChecked, PolicyInForce, PolicyProblemView } from '@kith/contract';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { Button, ProgressBar } from 'react-aria-components';
import { useDesk } from '../api/use-api.tsx';
import { Foreign } from '../foreign/foreign.tsx';
import { useMode } from '../shell/now.ts';
import { useSay } from '../shell/use-say.ts';
import { useTitle } from '../shell/use-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/use-words.tsx';
import { BacktestResult } from './backtest-result.tsx';
import { PolicyText } from './policy-text.tsx';
import { lineAt } from './text-lines.ts';
import { type Trying, useBacktest } from './use-backtest.ts';

export function TryScreen() {
  const { t } = useWords();
  useTitle(t('try.title'));
  useMode('policy');
  const { api } = useDesk();
  const { data, error } = useQuery({ queryKey: ['policy'], queryFn: () => api.get<PolicyInForce>('/v1/policy') });
  return (
    <section className="page policy">
      <h1>{t('try.title')}</h1>
      <p>{t('try.how')}</p>
      <Waiting error={error} there={data !== undefined} />
      {data !== undefined && <Try inForce={JSON.stringify(JSON.parse(data.text), null, 2)} />}
    </section>
  );
}

function Try({ inForce }: { inForce: string }) {
  const { t } = useWords();
  const { api } = useDesk();
  const say = useSay();
  const [text, setText] = useState(inForce);
  const [checked, setChecked] = useState<PolicyChecked | null>(null);
  const { trying, run, cancel } = useBacktest();
  const field = useRef<HTMLTextAreaElement>(null);
  function change(next: string) {
    setText(next);
    setChecked(null);
  }
  const check = () =>
    api.post<PolicyChecked>('/v1/policy/check', { text }).then(
      (found) => {
        setChecked(found);
        return found.valid;
      },
      (problem) => {
        say.problem(problem);
        return false;
      },
    );
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const [from, to, budget] = ['from', 'to', 'budget'].map((name) => String(given.get(name) ?? ''));
    if (!(await check())) return;
    await run({ text, ...(from && { from }), ...(to && { to }), ...(budget && { budget: Number(budget) }) });
  }
  function goTo({ line, column }: PolicyProblemView) {
    const at = lineAt(text, line, column);
    field.current?.focus();
    field.current?.setSelectionRange(at, at);
  }
  return (
    <form className="form" onSubmit={submit}>
      <PolicyText field={field} text={text} inForce={inForce} onChange={change} />
      <p>
        <Button className="button button--plain" onPress={() => void check()}>
          {t('try.check')}
        </Button>
      </p>
      <div role="status">{checked !== null && <Checked checked={checked} onGo={goTo} />}</div>
      <fieldset className="choice">
        <legend>{t('try.period')}</legend>
        <p className="quiet">{t('try.all')}</p>
        <div className="filters">
          {(['from', 'to'] as const).map((end) => (
            <label key={end} className="filters__one filters__one--short">
              {t(`numbers.${end}`)}
              <input type="date" name={end} className="field" />
            </label>
          ))}
          <label className="filters__one filters__one--short">
            {t('try.budget')}
            <input type="number" name="budget" min={0} step="any" className="field" />
          </label>
        </div>
      </fieldset>
      <p className="buttons">
        <Button type="submit" className="button button--main" isDisabled={trying.step === 'running'}>
          {t('try.run')}
        </Button>
        {trying.step === 'running' && (
          <Button className="button button--plain" onPress={cancel}>
            {t('try.cancel')}
          </Button>
        )}
      </p>
      <Outcome trying={trying} />
    </form>
  );
}

function Outcome({ trying }: { trying: Trying }) {
  const { t, number } = useWords();
  switch (trying.step) {
    case 'none':
      return null;
    case 'running': {
      const { events, of } = trying;
      const words = t('try.running', { events: number(events), of: number(of) });
      return (
        <ProgressBar aria-label={t('try.run')} valueLabel={words} value={events} maxValue={Math.max(of, 1)}>
          <p className="quiet">{words}</p>
          <meter className="bar-row__bar" min={0} max={Math.max(of, 1)} value={events} aria-hidden="true" />
        </ProgressBar>
      );
    }
    case 'done':
      return <BacktestResult result={trying.result} />;
    case 'failed':
      return <p role="alert">{t('try.failed', { message: trying.message })}</p>;
    case 'cancelled':
      return <p role="status">{t('try.cancelled')}</p>;
    default:
      return trying satisfies never;
  }
}

function Checked({ checked, onGo }: { checked: PolicyChecked; onGo(problem: PolicyProblemView): void }) {
  const { t } = useWords();
  if (!checked.valid) {
    const { problems } = checked;
    return <Problems title={t('try.problems', { count: problems.length })} problems={problems} onGo={onGo} alarm />;
  }
  const { version, versionTaken, warnings } = checked;
  return (
    <>
      <p>{t('try.valid', { version })}</p>
      {versionTaken && <p className="alarm">{t('try.versionTaken')}</p>}
      {warnings.length > 0 && (
        <Problems title={t('try.warnings', { count: warnings.length })} problems={warnings} onGo={onGo} />
      )}
    </>
  );
}

interface ProblemsProps {
  title: string;
  problems: readonly PolicyProblemView[];
  onGo(problem: PolicyProblemView): void;
  alarm?: boolean;
}

/** Each leads to its line. */
function Problems({ title, problems, onGo, alarm = false }: ProblemsProps) {
  const { t, number } = useWords();
  return (
    <section className="part">
      <h2 className={alarm ? 'alarm' : undefined}>{title}</h2>
      <ul className="facts facts--lines">
        {problems.map((problem) => (
          <li key={`${problem.line} ${problem.column} ${problem.field} ${problem.message}`}>
            <Button className="link" onPress={() => onGo(problem)}>
              {t('try.line', { line: number(problem.line) })}
            </Button>{' '}
            <code>
              <Foreign text={problem.field} most={80} />
            </code>{' '}
            <Foreign text={problem.message} most={400} />
          </li>
        ))}
      </ul>
    </section>
  );
}
