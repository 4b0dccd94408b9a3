/** What the command line needs of reporting to NCMEC. Loaded when it is used: a Kith that serves needs none of it. */
import type { ConformanceServer, ServerOptions } from './conformance-server/server.ts';
import type { NcmecSettings } from './settings.ts';

export async function startConformanceServer(options: ServerOptions): Promise<ConformanceServer> {
  return (await import('./conformance-server/server.ts')).ConformanceServer.start(options);
}

export interface Tried {
  /** the credentials are taken */
  ok: boolean;
  /** codes, where they are not */
  problem: string | null;
  /** NCMEC's XSD, where it was asked for and could be had */
  xsd: Uint8Array | null;
}

/** Asks NCMEC whether it is there and knows us, which is all that production may be tried with. Reports nothing. */
export async function tryNcmec(settings: NcmecSettings, wantsXsd: boolean): Promise<Tried> {
  const { openClient } = await import('./open.ts');
  const { judge, problemOf } = await import('./client/reply.ts');
  const client = openClient(settings);
  const signal = AbortSignal.timeout(settings.timeout_s * 2_000);
  try {
    const reply = await client.status(signal);
    if (judge(reply).verdict !== 'done') return { ok: false, problem: problemOf('status', reply), xsd: null };
    return { ok: true, problem: null, xsd: wantsXsd ? await client.xsd(signal) : null };
  } finally {
    await client.close();
  }
}
