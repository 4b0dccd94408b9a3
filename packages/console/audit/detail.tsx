/** What a line of the audit log says beyond who did what: names and plain values, put into words where there are any. */
import { Foreign } from '../foreign/foreign.tsx';
import { useWords } from '../words/use-words.tsx';
import { useActor } from './use-actor.ts';

/** Details that are lists of codes, and where the words for each are. */
const LISTS: Readonly<Record<string, string>> = { measures: 'kind', roles: 'role' };
/** Details that are one code. */
const CODES: Readonly<Record<string, string>> = {
  ...{ kind: 'enforced', outcome: 'report.outcome', how: 'audit.how', held: 'audit.held', step: 'audit.step' },
  ...{ type: 'letter', state: 'links.state', takenBack: 'links.state' },
};
/** Details that are somebody of staff, by id. */
const PEOPLE = ['first', 'person', 'by'];
const DIGEST_SHOWN = 12;

type Value = string | number | boolean | null;

export function Detail({ detail }: { detail: Readonly<Record<string, Value>> }) {
  const { named } = useWords();
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => (
      <span key={name} className="pair-of">
        <span className="quiet">{named('audit.about', name)}</span> <Said name={name} value={value} />
      </span>
    ));
}

function Said({ name, value }: { name: string; value: Value }) {
  const { t, named, number } = useWords();
  const actorOf = useActor();
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
  if (typeof value === 'number') return number(value);
  const text = String(value);
  const [list, code] = [LISTS[name], CODES[name]];
  if (list !== undefined) {
    return text
      .split(' ')
      .map((one) => named(list, one))
      .join(', ');
  }
  if (code !== undefined) return <Foreign text={named(code, text)} most={60} />;
  if (PEOPLE.includes(name)) return <Foreign text={actorOf(`staff:${text}`)} most={60} />;
  return <Foreign text={name === 'digest' ? text.slice(0, DIGEST_SHOWN) : text} most={60} />;
}
