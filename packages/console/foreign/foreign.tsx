/** Shows what comes from the platform. Every name, message and identifier of theirs goes through here. */
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useWords } from '../words/use-words.tsx';
import { cut, FOREIGN_EXPANDED_MAX, FOREIGN_SHOWN_MAX, piecesOf } from './pieces.ts';

interface ForeignProps {
  text: string;
  /** a message, which has lines; else a name */
  lines?: boolean;
  /** UTF-16 code units that are shown at once */
  most?: number;
  /** it stands within a button or link, where no other can: the rest is to be had where that leads */
  closed?: boolean;
}

/** Isolated, so that letters of the other direction move nothing around them; unseen characters marked; long ones cut. */
export function Foreign({ text, lines = false, most = FOREIGN_SHOWN_MAX, closed = false }: ForeignProps) {
  const { t, number } = useWords();
  const [open, setOpen] = useState(false);
  const shown = cut(text, open ? FOREIGN_EXPANDED_MAX : most);
  const left = text.length - shown.length;
  return (
    <>
      <bdi className={lines ? 'foreign foreign--lines' : 'foreign'} translate="no">
        {piecesOf(shown, { lines }).map((piece, i) =>
          piece.kind === 'text' ? (
            piece.text
          ) : (
            // pieces of one text never change places
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <span key={i} className="foreign__mark" title={t('foreign.unseen')}>
              {piece.code}
              {piece.times > 1 && `×${number(piece.times)}`}
            </span>
          ),
        )}
        {left > 0 && '…'}
      </bdi>
      {left > 0 && !open && !closed && (
        <Button className="link" onPress={() => setOpen(true)}>
          {t('foreign.more', { count: left })}
        </Button>
      )}
      {left > 0 && open && <span className="quiet"> {t('foreign.rest', { count: left })}</span>}
    </>
  );
}

/** An account of the platform's, by the identifier that the platform gave it. */
export function AccountName({ id, closed = false }: { id: string; closed?: boolean }) {
  return (
    <span className="account">
      <Foreign text={id} most={ACCOUNT_SHOWN} closed={closed} />
    </span>
  );
}
/** A UUID with a prefix is shown whole. */
const ACCOUNT_SHOWN = 48;
