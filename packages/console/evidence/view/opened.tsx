/** A piece of evidence that is open, by what it is. */
import type { EvidenceItem } from '@kith/contract';
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { useWords } from '../../words/use-words.tsx';
import { save } from '../save.ts';
import { Data, Written } from './data.tsx';
import { Media } from './media.tsx';
import { Messages } from './messages.tsx';
import { maySave, textIn, type View, viewOf } from './read.ts';

export function Opened({ item, bytes }: { item: EvidenceItem; bytes: Blob }) {
  const { t } = useWords();
  const view = viewOf(item.kind, item.mediaType);
  return (
    <>
      <Shown view={view} bytes={bytes} mediaType={item.mediaType ?? ''} />
      {maySave(item.kind, view) && (
        <p className="buttons">
          <Button className="button button--plain" onPress={() => save(bytes, item.name ?? item.kind)}>
            {t('evidence.save')}
          </Button>
        </p>
      )}
    </>
  );
}

function Shown({ view, bytes, mediaType }: { view: View; bytes: Blob; mediaType: string }) {
  switch (view) {
    case 'picture':
    case 'film':
    case 'sound':
      return <Media bytes={bytes.slice(0, bytes.size, mediaType)} view={view} />;
    case 'messages':
    case 'data':
    case 'words':
      return <Read view={view} bytes={bytes} />;
    case 'none':
      return <Unknown bytes={bytes} />;
    default:
      return view satisfies never;
  }
}

/** What is asked of a file, once it is there; undefined before. */
function useRead<T>(bytes: Blob, read: (bytes: Blob) => Promise<T>): T | undefined {
  const [found, setFound] = useState<T>();
  useEffect(() => {
    let wanted = true;
    void read(bytes).then((one) => {
      if (wanted) setFound(() => one);
    });
    return () => {
      wanted = false;
    };
  }, [bytes, read]);
  return found;
}

const asText = (bytes: Blob): Promise<string> => bytes.text();
const asTextIfAny = async (bytes: Blob): Promise<string | null> => textIn(await bytes.arrayBuffer());

/** A letter may have come without saying what it is. */
function Unknown({ bytes }: { bytes: Blob }) {
  const { t } = useWords();
  const file = useRead(bytes, asTextIfAny);
  if (file === undefined) return null;
  return file === null ? <p className="quiet">{t('view.none')}</p> : <Written file={file} />;
}

function Read({ view, bytes }: { view: 'messages' | 'data' | 'words'; bytes: Blob }) {
  const file = useRead(bytes, asText);
  if (file === undefined) return null;
  switch (view) {
    case 'messages':
      return <Messages file={file} />;
    case 'data':
      return <Data file={file} />;
    case 'words':
      return <Written file={file} />;
    default:
      return view satisfies never;
  }
}
