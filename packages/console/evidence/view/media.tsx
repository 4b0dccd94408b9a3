/**
 * Material: covered until somebody holds it open, each by itself, and covered again when they let go. Then it is small, grey, out of
 * focus and silent unless they asked otherwise; nothing plays by itself, and nothing shows because a pointer passes over it.
 * To choose when, and for how long, is easier on whoever has to look; that a blurred look is, nobody has shown.
 */
import { useEffect, useRef, useState } from 'react';
import { ToggleButton } from 'react-aria-components';
import { useWords } from '../../words/use-words.tsx';
import { Film } from './film.tsx';
import { HoldButton } from './hold-button.tsx';
import { drawStill } from './still.ts';
import { useAddress } from './use-address.ts';

interface MediaProps {
  bytes: Blob;
  view: 'picture' | 'film' | 'sound';
}

const WAYS = ['clear', 'colour', 'large'] as const;
type Way = (typeof WAYS)[number];

export function Media({ bytes, view }: MediaProps) {
  const { t } = useWords();
  const [ways, setWays] = useState<readonly Way[]>([]);
  const [held, setHeld] = useState(false);
  const choose = (way: Way, on: boolean) => setWays((now) => (on ? [...now, way] : now.filter((one) => one !== way)));
  const look = WAYS.filter((way) => ways.includes(way)).map((way) => `material--${way}`);
  if (view === 'sound') return <Sound bytes={bytes} />;
  return (
    <div className="material-box">
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
      <p className="buttons">
        <HoldButton onHold={setHeld}>{t('material.hold')}</HoldButton>
      </p>
      <div className={['material', ...look].join(' ')} data-held={held || undefined}>
        {view === 'picture' ? <Still bytes={bytes} /> : <Film bytes={bytes} held={held} />}
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

/** There is nothing to see: it plays when somebody presses, and is muted until they want to hear it. */
function Sound({ bytes }: { bytes: Blob }) {
  const { t } = useWords();
  const url = useAddress(bytes);
  if (url === null) return null;
  return (
    <div className="material-box">
      <audio
        src={url}
        controls
        muted
        preload="metadata"
        aria-label={t('material.sound')}
        controlsList="nodownload noremoteplayback"
      />
      <p className="quiet">{t('material.soundHow')}</p>
    </div>
  );
}
