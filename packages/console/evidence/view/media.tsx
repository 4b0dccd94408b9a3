/**
 * Material: small, grey, out of focus and silent until somebody asks otherwise, each by itself; nothing plays by itself.
 * That is easier on whoever has to look, and often enough to decide.
 */
import { useEffect, useRef, useState } from 'react';
import { ToggleButton } from 'react-aria-components';
import { useWords } from '../../words/use-words.tsx';
import { drawStill } from './still.ts';

interface MediaProps {
  bytes: Blob;
  view: 'picture' | 'film' | 'sound';
}

const WAYS = ['clear', 'colour', 'large'] as const;
type Way = (typeof WAYS)[number];

export function Media({ bytes, view }: MediaProps) {
  const { t } = useWords();
  const [ways, setWays] = useState<readonly Way[]>([]);
  const choose = (way: Way, on: boolean) => setWays((now) => (on ? [...now, way] : now.filter((one) => one !== way)));
  const look = WAYS.filter((way) => ways.includes(way)).map((way) => `material--${way}`);
  return (
    <div className="material-box">
      {view !== 'sound' && (
        <fieldset className="choice buttons">
          <legend className="unseen">{t('material.look')}</legend>
          {WAYS.map((way) => (
            <ToggleButton
              key={way}
              className="button button--plain"
              isSelected={ways.includes(way)}
              onChange={(on) => choose(way, on)}
            >
              {t(`material.${way}`)}
            </ToggleButton>
          ))}
        </fieldset>
      )}
      <div className={['material', ...look].join(' ')}>
        {view === 'picture' ? <Still bytes={bytes} /> : <Played bytes={bytes} view={view} />}
      </div>
      <p className="quiet">{t('material.how')}</p>
    </div>
  );
}

function Still({ bytes }: { bytes: Blob }) {
  const { t } = useWords();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    let wanted = true;
    if (canvas.current !== null) {
      void drawStill(canvas.current, bytes).then((drawn) => {
        if (wanted) setBroken(!drawn);
      });
    }
    return () => {
      wanted = false;
    };
  }, [bytes]);
  return (
    <>
      {broken && <p role="alert">{t('material.broken')}</p>}
      <canvas ref={canvas} className="material__shown" role="img" aria-label={t('material.picture')} hidden={broken} />
    </>
  );
}

/** Its address lives as long as it is shown. */
function Played({ bytes, view }: { bytes: Blob; view: 'film' | 'sound' }) {
  const { t } = useWords();
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(bytes);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes]);
  if (url === null) return null;
  const props = {
    ...({ src: url, controls: true, muted: true, preload: 'metadata', 'aria-label': t(`material.${view}`) } as const),
    // not to disk, not over the whole screen, not to another device
    controlsList: 'nodownload nofullscreen noremoteplayback',
    disableRemotePlayback: true,
  };
  return view === 'film' ? (
    <video {...props} className="material__shown" disablePictureInPicture playsInline />
  ) : (
    <audio {...props} />
  );
}
