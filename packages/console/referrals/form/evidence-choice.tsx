/** Evidence of the case, chosen for a field or for a whole referral. It is named here, and opened elsewhere. */
import type { EvidenceItem } from '@kith/contract';
import { Foreign } from '../../foreign/foreign.tsx';
import { plain } from '../../foreign/pieces.ts';
import { useWords } from '../../words/use-words.tsx';
import type { InputProps } from './field.tsx';
import { idOf, useFormDesk } from './form-desk.ts';
import { valueAt } from './paths.ts';

/** Names in a list that is closed are cut shorter, UTF-16 code units. */
const OPTION_SHOWN = 80;

/** One, in a row. */
function One({ path, described, wrong }: InputProps) {
  const { t, moment } = useWords();
  const { content, set, evidence } = useFormDesk();
  const value = valueAt(content, path);
  const chosen = typeof value === 'string' ? value : '';
  return (
    <select
      id={idOf(path)}
      className="field"
      aria-describedby={described}
      aria-invalid={wrong || undefined}
      value={chosen}
      onChange={(event) => set(path, event.target.value === '' ? undefined : event.target.value)}
    >
      <option value="">{t('form.notSaid')}</option>
      {chosen !== '' && !evidence.some(({ id }) => id === chosen) && (
        <option value={chosen}>{t('evidence.goneOne')}</option>
      )}
      {evidence.map((item) => (
        <option key={item.id} value={item.id}>
          {t(`evidence.kind.${item.kind}`)} {plain(item.name ?? item.about ?? '', OPTION_SHOWN)} {moment(item.takenAt)}
        </option>
      ))}
    </select>
  );
}

/** Any number. */
function Many({ path }: InputProps) {
  const { content, set, evidence } = useFormDesk();
  const value = valueAt(content, path);
  const chosen = (Array.isArray(value) ? value : []).map(String);
  return (
    <EvidenceChecks
      evidence={evidence}
      chosen={chosen}
      onChoose={(next) => set(path, next.length === 0 ? undefined : [...next])}
    />
  );
}

export const EvidenceChoice = { One, Many };

interface EvidenceChecksProps {
  evidence: readonly EvidenceItem[];
  chosen: readonly string[];
  /** what goes with another referral: it can be left out, and not chosen */
  taken?: readonly string[];
  onChoose(ids: readonly string[]): void;
}

export function EvidenceChecks({ evidence, chosen, taken = [], onChoose }: EvidenceChecksProps) {
  const { t, moment } = useWords();
  if (evidence.length === 0) return <p className="quiet">{t('evidence.noneToChoose')}</p>;
  return (
    <ul className="evidence-checks">
      {evidence.map((item) => (
        <li key={item.id}>
          <label className="check">
            <input
              type="checkbox"
              checked={chosen.includes(item.id)}
              disabled={taken.includes(item.id) && !chosen.includes(item.id)}
              onChange={(event) =>
                onChoose(event.target.checked ? [...chosen, item.id] : chosen.filter((id) => id !== item.id))
              }
            />
            <span>
              {t(`evidence.kind.${item.kind}`)} <Foreign text={item.name ?? item.about ?? ''} most={OPTION_SHOWN} />{' '}
              <span className="quiet">
                {moment(item.takenAt)}
                {taken.includes(item.id) && <> · {t('referral.taken')}</>}
              </span>
            </span>
          </label>
        </li>
      ))}
    </ul>
  );
}
