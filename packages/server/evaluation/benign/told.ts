/** The logs as events, in one of the ways, in order. */
import type { EventInput } from '@kith/contract';
import { IrcEvents, linesOf, logsIn } from '../../replay/index.ts';
import { inWay, type Way } from './ways.ts';

export interface Logs {
  /** when the first day begins, milliseconds since 1970 */
  start_ms: number;
  events(onProgress?: (filesDone: number, files: number) => void): AsyncGenerator<EventInput>;
}

/** Throws a ReplayError where the folder holds no logs. */
export async function openLogs(dir: string, way: Way): Promise<Logs> {
  const { logs } = await logsIn(dir);
  const turned = new IrcEvents();
  return {
    start_ms: logs[0]?.day ?? 0,
    async *events(onProgress) {
      const seen = new Set<string>();
      let files = 0;
      for (const { name, day } of logs) {
        turned.beginFile(name, day);
        let number = 0;
        for await (const line of linesOf(dir, name)) {
          for (const event of inWay(way, turned.line(line, ++number).events, seen)) {
            seen.add(event.data.actor);
            yield event;
          }
        }
        onProgress?.(++files, logs.length);
      }
    },
  };
}
