/** Evidence of a case: what is preserved of it, who opened it, how long it is kept, and what the platform was asked for. */
import type { CaseEvidence } from '@kith/contract';
import { useMemo, useState } from 'react';
import { Button } from 'react-aria-components';
import { Link } from 'wouter';
import type { EvidenceDesk } from '../actions/action.ts';
import { useMay } from '../api/use-api.tsx';
import { Foreign } from '../foreign/foreign.tsx';
import { ActionButton } from '../shell/action-button.tsx';
import { useFront, useMode } from '../shell/now.ts';
import { Table } from '../shell/table.tsx';
import { useRows } from '../shell/use-rows.ts';
import { useTitle } from '../shell/use-title.ts';
import { Waiting } from '../shell/waiting.tsx';
import { useWords } from '../words/use-words.tsx';
import { Attach } from './attach.tsx';
import { type AskedOfEvidence, EvidenceAsk } from './evidence-ask.tsx';
import { ItemRow } from './item-row.tsx';
import { OpenSheet } from './open-sheet.tsx';
import { Preservations } from './preservations.tsx';
import { useEvidence } from './use-evidence.ts';

export function EvidenceScreen({ id }: { id: string }) {
  const { t } = useWords();
  useTitle(t('evidence.title'));
  const { data, error, onMore } = useEvidence(id);
  return (
    <section className="page evidence">
      <div className="page__head">
        <h1>{t('evidence.title')}</h1>
        <p>
          <Link href={`/case/${encodeURIComponent(id)}`}>{t('appeal.case')}</Link>
        </p>
      </div>
      <Waiting error={error} there={data !== undefined} />
      {data !== undefined && <Evidence evidence={data} onMore={onMore} />}
    </section>
  );
}

const HEADS = ['what', 'whose', 'taken', 'kept', 'custody'] as const;

function Evidence({ evidence, onMore }: { evidence: CaseEvidence; onMore: (() => void) | null }) {
  const { t, moment } = useWords();
  const may = useMay();
  const [asked, setAsked] = useState<AskedOfEvidence | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  const { items, count, preservations, hold } = evidence;
  const mayOpen = may('evidence.open');
  const { box, onFocus } = useRows(items.length, (i) => mayOpen && setOpen(items[i]?.id ?? null));
  const desk: EvidenceDesk = useMemo(() => ({ held: hold !== null, ask: setAsked }), [hold]);
  useFront('evidence', desk);
  useMode('evidence');
  const opened = items.find(({ id }) => id === open);
  return (
    <>
      {hold !== null && (
        <p className="kind">
          {t(hold.until === null ? 'evidence.heldFor' : 'evidence.heldUntil', {
            when: hold.until === null ? '' : moment(hold.until),
            by: hold.by ?? t('audit.by.system'),
          })}{' '}
          <Foreign text={hold.reason} most={200} />
        </p>
      )}
      <p className="buttons">
        <ActionButton id="evidence.preserve" />
        <ActionButton id="evidence.attach" />
        <ActionButton id="evidence.hold" look="quiet" />
        <ActionButton id="evidence.release" look="quiet" />
      </p>
      <section className="part">
        <h2>{t('evidence.items', { count })}</h2>
        {items.length === 0 ? (
          <p className="empty">{t('evidence.empty')}</p>
        ) : (
          <Table heads={HEADS.map((name) => t(`evidence.${name}`))} box={box}>
            {items.map((item, i) => (
              <ItemRow
                key={item.id}
                item={item}
                index={i}
                onFocus={onFocus}
                onOpen={mayOpen ? () => setOpen(item.id) : null}
              />
            ))}
          </Table>
        )}
        {onMore !== null && (
          <Button className="button button--plain" onPress={onMore}>
            {t('list.more')}
          </Button>
        )}
      </section>
      <Preservations preservations={preservations} />
      {asked === 'attach' && <Attach caseId={evidence.case} onDone={() => setAsked(null)} />}
      {asked !== null && asked !== 'attach' && (
        <EvidenceAsk what={asked} caseId={evidence.case} onDone={() => setAsked(null)} />
      )}
      {opened !== undefined && <OpenSheet item={opened} onClose={() => setOpen(null)} />}
    </>
  );
}
