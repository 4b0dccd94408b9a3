/** A film, silent: it goes on while it is held open, and stands still when it is covered. Where it goes on is chosen while it is covered. */
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../../words/use-words.tsx';
import { useAddress } from './use-address.ts';

export function Film({ bytes, held }: { bytes: Blob; held: boolean }) {
  const { t } = useWords();
  const url = useAddress(bytes);
  const film = useRef<HTMLVideoElement>(null);
  const [at_s, setAt] = useState(0);
  const [length_s, setLength] = useState(0);
  useEffect(() => {
    // one that can't be played says so by standing still
    if (held) film.current?.play().catch(() => {});
    else film.current?.pause();
  }, [held]);
  if (url === null) return null;
  return (
    <>
      <video
        ref={film}
        src={url}
        className="material__shown"
        aria-label={t('material.film')}
        preload="metadata"
        muted
        playsInline
        disablePictureInPicture
        disableRemotePlayback
        onLoadedMetadata={({ currentTarget: { duration } }) => setLength(Number.isFinite(duration) ? duration : 0)}
        onTimeUpdate={({ currentTarget: { currentTime } }) => setAt(currentTime)}
      />
      {length_s > 0 && (
        <input
          type="range"
          className="material__place"
          aria-label={t('material.place')}
          min={0}
          max={length_s}
          step="any"
          value={at_s}
          onChange={({ target: { value } }) => {
            if (film.current !== null) film.current.currentTime = Number(value);
          }}
        />
      )}
    </>
  );
}
