/** What will leave, or has left, as whoever gets it would read it: for the second person, and for later. */
import type { EvidenceItem, ReadableSection, ReferralView } from '@kith/contract';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useMay } from '../api/use-api.tsx';
import { OpenSheet } from '../evidence/open-sheet.tsx';
import { Size } from '../evidence/size.tsx';
import { Foreign } from '../foreign/foreign.tsx';
import { useWords } from '../words/use-words.tsx';

interface ReadingProps {
  view: ReferralView;
  readable: readonly ReadableSection[];
  evidence: readonly EvidenceItem[];
}

export function Reading({ view, readable, evidence }: ReadingProps) {
  const { t } = useWords();
  const may = useMay();
  const [open, setOpen] = useState<EvidenceItem | null>(null);
  const files = view.evidence.map((id) => ({ id, item: evidence.find((one) => one.id === id) ?? null }));
  return (
    <div className="reading">
      <h2>{t(view.sentAt === null ? 'reading.will' : 'reading.was')}</h2>
      {readable.map((section, i) => (
        // two sections may be called alike, and they never change places
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <ReadableLines key={i} section={section} evidence={evidence} onOpen={may('evidence.open') ? setOpen : null} />
      ))}
      <section className="part">
        <h3>{t('reading.files', { count: files.length })}</h3>
        <ul className="facts facts--lines">
          {files.map(({ id, item }) => (
            <li key={id}>
              {item === null ? (
                t('evidence.goneOne')
              ) : (
                <>
                  {may('evidence.open') && item.destroyedAt === null ? (
                    <Button className="link" onPress={() => setOpen(item)}>
                      {t(`evidence.kind.${item.kind}`)}
                    </Button>
                  ) : (
                    t(`evidence.kind.${item.kind}`)
                  )}{' '}
                  <Foreign text={item.name ?? item.about ?? ''} most={80} />{' '}
                  <span className="quiet">
                    <Size bytes={item.bytes} /> · {t(item.seen ? 'evidence.seen' : 'evidence.unseen')}
                  </span>
                </>
              )}
            </li>
          ))}
        </ul>
      </section>
      {view.state === 'checked' && view.bare && <p className="changed">{t('reading.bare')}</p>}
      {view.state === 'checked' && <p className="quiet">{t('reading.second')}</p>}
      {open !== null && <OpenSheet item={open} onClose={() => setOpen(null)} />}
    </div>
  );
}

/** Of a text, UTF-16 code units that are shown before somebody unfolds it: some lines. */
const TEXT_SHOWN = 400;

interface ReadableLinesProps {
  section: ReadableSection;
  evidence: readonly EvidenceItem[];
  /** null for whoever may not open evidence */
  onOpen: ((item: EvidenceItem) => void) | null;
}

function ReadableLines({ section: { title, lines }, evidence, onOpen }: ReadableLinesProps) {
  const { t } = useWords();
  // evidence stands there by its id, as the authority gets it: here it can be opened
  const itemIn = (text: string) => evidence.find(({ id, destroyedAt }) => id === text && destroyedAt === null);
  return (
    <section className="part">
      <h3>{title}</h3>
      {lines.length === 0 && <p className="quiet">{t('reading.nothing')}</p>}
      <dl className="said">
        {lines.map(({ label, text }, i) => (
          // two lines may be alike, and lines of a text never change places
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <div key={i}>
            <dt>{label}</dt>
            <dd>
              <Foreign text={text} lines most={TEXT_SHOWN} />
              <OpenLink item={itemIn(text)} onOpen={onOpen} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function OpenLink({ item, onOpen }: { item: EvidenceItem | undefined; onOpen: ReadableLinesProps['onOpen'] }) {
  const { t } = useWords();
  if (item === undefined || onOpen === null) return null;
  return (
    <>
      {' '}
      <Button className="link" onPress={() => onOpen(item)}>
        {t('reading.open', { what: t(`evidence.kind.${item.kind}`) })}
      </Button>
    </>
  );
}
