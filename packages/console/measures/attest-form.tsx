/** Attests what only people can know of a measure; takes the place of what was attested of the same before. */
import type { AttestationInput, MeasureView, MeasureWay } from '@kith/contract';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { Button } from 'react-aria-components';
import { ApiProblem, address } from '../api/http.ts';
import { useDesk } from '../api/use-api.tsx';
import { notices } from '../shell/notices.ts';
import { sayProblem, useSay } from '../shell/use-say.ts';
import { useWords } from '../words/use-words.tsx';
import { base64Of } from './base64.ts';
import { FILE_BYTES_MAX, WORDS_LENGTH_MAX } from './limits.ts';

interface AttestFormProps {
  measure: MeasureView;
  way: Extract<MeasureWay, { way: 'attested' }>;
}

/** Those whose problems are said beside them. */
const FIELDS = ['owner', 'validUntil'] as const;
type Field = (typeof FIELDS)[number];

/** UTC, as the server takes days. */
const today = (): string => new Date().toISOString().slice(0, 'YYYY-MM-DD'.length);

export function AttestForm({ measure, way }: AttestFormProps) {
  const { t } = useWords();
  const { api } = useDesk();
  const say = useSay();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [open, setOpen] = useState(false);
  /** what is wrong with a field, by its name */
  const [wrong, setWrong] = useState<{ field: Field; message: string } | null>(null);
  const id = useId();
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    const [words, owner, validUntil] = ['words', 'owner', 'validUntil'].map((name) => String(given.get(name) ?? ''));
    const file = given.get('file');
    // where none is chosen there is one without a name
    const there = file instanceof File && file.name !== '' ? file : null;
    if (there !== null && there.size === 0) return notices.wrong(t('measures.fileEmpty'));
    if (there !== null && there.size > FILE_BYTES_MAX) return notices.wrong(t('measures.fileTooLarge'));
    setBusy(true);
    setWrong(null);
    try {
      const input: AttestationInput = {
        ...{ statement: way.statement, words: words ?? '' },
        ...(owner && { owner }),
        ...(validUntil && { validUntil }),
        ...(there !== null && { file: { name: there.name.slice(-128), base64: await base64Of(there) } }),
      };
      await api.post(address('measures', measure.code, measure.id, 'attestations'), input);
      say.done('measures.didAttest');
      setOpen(false);
    } catch (problem) {
      const field = problem instanceof ApiProblem ? FIELDS.find((name) => name === problem.field) : undefined;
      if (field === undefined || !(problem instanceof ApiProblem)) return say.problem(problem);
      setWrong({ field, message: sayProblem(t, problem) });
      // where it can be mended
      form.querySelector<HTMLElement>(`[name="${field}"]`)?.focus();
    } finally {
      setBusy(false);
      void queries.invalidateQueries({ queryKey: ['measures'] });
    }
  }
  const marks = (name: Field) =>
    wrong?.field === name ? { 'aria-invalid': true, 'aria-describedby': `${id}-${name}` } : {};
  const said = (name: Field) =>
    wrong?.field === name && (
      <p id={`${id}-${name}`} className="alarm" role="alert">
        {wrong.message}
      </p>
    );
  return (
    <details className="invite" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {t(way.standing === null ? 'measures.attest' : 'measures.attestAgain')}
        <span className="unseen">: {way.title.words}</span>
      </summary>
      {open && (
        <form className="form" onSubmit={(event) => void submit(event)}>
          <label className="form__row">
            {t('measures.words')}
            <textarea className="field" name="words" rows={4} maxLength={WORDS_LENGTH_MAX} required />
          </label>
          <label className="form__row">
            {t('measures.owner')}
            <input className="field" name="owner" maxLength={64} autoComplete="off" {...marks('owner')} />
          </label>
          {said('owner')}
          <label className="form__row">
            {t('measures.until')}
            <input className="field" type="date" name="validUntil" min={today()} {...marks('validUntil')} />
          </label>
          {said('validUntil')}
          <label className="form__row">
            {t('measures.attach')}
            <input className="field" type="file" name="file" />
          </label>
          <p>
            <Button type="submit" className="button button--main" isDisabled={busy}>
              {t(busy ? 'list.coming' : 'measures.attestNow')}
            </Button>
          </p>
        </form>
      )}
    </details>
  );
}
