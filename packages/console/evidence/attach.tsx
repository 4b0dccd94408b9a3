/** Adds a file to a case's evidence, such as a letter of an authority. */

import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from 'react-aria-components';
import { address } from '../api/http.ts';
import { useDesk } from '../api/use-api.tsx';
import { Sheet } from '../shell/sheet.tsx';
import { useSay } from '../shell/use-say.ts';
import { useWords } from '../words/use-words.tsx';

const FROM = ['person', 'authority'] as const;
/** As the server takes it (contract: attachQuery). */
const NAME_MAX = 255;

export function Attach({ caseId, onDone }: { caseId: string; onDone(): void }) {
  const { t } = useWords();
  const { api } = useDesk();
  const say = useSay();
  const queries = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [from, setFrom] = useState<(typeof FROM)[number]>('authority');
  const [busy, setBusy] = useState(false);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (file === null) return;
    setBusy(true);
    api
      .upload(address('cases', caseId, 'evidence'), { name: file.name.slice(-NAME_MAX), from }, file)
      .then(() => {
        say.done('evidence.did.attach');
        onDone();
      }, say.problem)
      .finally(() => {
        setBusy(false);
        void queries.invalidateQueries({ queryKey: ['case-evidence', caseId] });
      });
  }
  return (
    <Sheet title={t('action.evidence.attach')} size="small" written onClose={onDone}>
      <p className="quiet">{t('evidence.askHow.attach')}</p>
      <form className="form" onSubmit={submit}>
        <label className="form__row">
          {t('evidence.file')}
          <input
            className="field"
            type="file"
            onChange={(event) => setFile(event.target.files?.[0] ?? null)}
            required
          />
        </label>
        <fieldset className="choice">
          <legend>{t('evidence.fromWhom')}</legend>
          {FROM.map((one) => (
            <label key={one} className="check">
              <input type="radio" name="from" checked={from === one} onChange={() => setFrom(one)} />
              {t(`evidence.from.${one}`)}
            </label>
          ))}
        </fieldset>
        <p className="buttons">
          <Button type="submit" className="button button--main" isDisabled={busy || file === null}>
            {t(busy ? 'list.coming' : 'action.evidence.attach')}
          </Button>
          <Button slot="close" className="button button--plain">
            {t('sheet.cancel')}
          </Button>
        </p>
      </form>
    </Sheet>
  );
}
