/** Notices that somebody has signed in elsewhere in this browser: in another tab, or by another page of the console. */
import { useEffect } from 'react';
import type { Sitting } from '../api/sitting.ts';

/** Pages of the console in one browser tell each other that somebody sits down. */
const CHANNEL = 'kith-sitting';
/** A page that waits for its session looks for it so often, milliseconds: who comes from another window sees it go on. */
const AGAIN_MS = 2_000;

export function tellOthers(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage('here');
  channel.close();
}

export function useSittingWatched({ look }: Sitting, isWaiting: boolean): void {
  useEffect(() => {
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = () => void look();
    const seen = () => void look();
    window.addEventListener('focus', seen);
    return () => {
      channel.close();
      window.removeEventListener('focus', seen);
    };
  }, [look]);
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(() => void look(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [look, isWaiting]);
}
