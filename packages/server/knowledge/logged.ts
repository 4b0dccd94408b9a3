/** An event as the log keeps it: with what deciding read of its text, without the text. */
import type { Considered, Told } from '@kith/engine';

/** The one way from an event that was considered to the log, in both stores: a report's words go to its row alone. */
export function withoutText(told: Told, { read }: Pick<Considered, 'read'>): Told {
  if (told.type === 'report.filed' && told.filed !== undefined) {
    const { filed: _filed, ...rest } = told;
    return rest;
  }
  if (told.type !== 'message.sent' || told.carried === undefined) return told;
  const { id, type, at, data } = told;
  if (read === undefined) return { id, type, at, data };
  const { evidence, sketch, links } = read;
  const withRead = { ...data };
  if (evidence !== undefined) withRead.evidence = evidence;
  if (sketch !== undefined) withRead.sketch = sketch;
  if (links !== undefined) withRead.links = links;
  return { id, type, at, data: withRead };
}
