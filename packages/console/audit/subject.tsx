/** What something was done to: its kind in words, and which. */
import { Foreign } from '../foreign/foreign.tsx';
import { useWords } from '../words/use-words.tsx';
import { useActor } from './use-actor.ts';

/** Of an identifier as much as tells it from others; the filter has all of it. */
const ID_SHOWN = 24;

export function Subject({ subject }: { subject: string }) {
  const { named } = useWords();
  const actorOf = useActor();
  const colon = subject.indexOf(':');
  const kind = colon < 0 ? subject : subject.slice(0, colon);
  const which = subject.startsWith('staff:') ? actorOf(subject) : subject.slice(colon + 1);
  return (
    <>
      {named('audit.kind', kind)}
      {colon >= 0 && (
        <>
          {' '}
          <Foreign text={which.length > ID_SHOWN ? `${which.slice(0, ID_SHOWN)}…` : which} most={ID_SHOWN + 1} />
        </>
      )}
    </>
  );
}
