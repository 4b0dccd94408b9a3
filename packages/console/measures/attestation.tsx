/** What somebody attested: their words, until when they hold, the file behind them, and taking it back. */
import type { AttestationView } from '@kith/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { Button } from 'react-aria-components';
import { address } from '../api/http.ts';
import { useDesk, useMay } from '../api/use-api.tsx';
import { save } from '../evidence/save.ts';
import { Size } from '../evidence/size.tsx';
import { Foreign } from '../foreign/foreign.tsx';
import { useSay } from '../shell/use-say.ts';
import { useWords } from '../words/use-words.tsx';
import { WORDS_LENGTH_MAX } from './limits.ts';

export function Attestation({ of }: { of: AttestationView }) {
  const { t, moment, day } = useWords();
  const { api } = useDesk();
  const may = useMay();
  const say = useSay();
  const queries = useQueryClient();
  const [sure, setSure] = useState(false);
  const { file } = of;
  // the calendar leads to one of them, which is there only once the measure was read
  const here = useCallback(
    (element: HTMLElement | null) => {
      if (window.location.hash === `#${of.id}`) element?.scrollIntoView();
    },
    [of.id],
  );
  function withdraw() {
    api
      .post(address('measures', 'attestations', of.id, 'withdraw'))
      .then(() => say.done('measures.didWithdraw'), say.problem)
      .finally(() => void queries.invalidateQueries({ queryKey: ['measures'] }));
  }
  return (
    <div className="attestation" id={of.id} ref={here}>
      <blockquote className="quoted">
        <Foreign text={of.words} lines most={WORDS_LENGTH_MAX} />
      </blockquote>
      <p className="quiet">
        {t('measures.attestedBy', { owner: of.owner, by: of.by, at: moment(of.at) })}{' '}
        {of.ended !== null
          ? t(`measures.ended.${of.ended.how}`, { by: of.ended.by, at: moment(of.ended.at) })
          : t(of.holds ? 'measures.validUntil' : 'measures.ranOut', { day: day(of.validUntil) })}
      </p>
      {file !== null && (
        <p>
          <Button
            className="link"
            onPress={() =>
              void api
                .file(address('measures', 'attestations', of.id, 'file'), {})
                .then((bytes) => save(bytes, file.name), say.problem)
            }
          >
            {t('measures.file', { name: file.name })}
          </Button>{' '}
          <span className="quiet">
            <Size bytes={file.bytes} /> · SHA-256 <code className="hash">{file.sha256}</code>
          </span>
        </p>
      )}
      {may('measures.write') && of.ended === null && (
        <p>
          <Button className="button button--plain" onPress={sure ? withdraw : () => setSure(true)}>
            {t(sure ? 'measures.withdrawSure' : 'measures.withdraw')}
          </Button>
        </p>
      )}
    </div>
  );
}
