/** What the vault has for a case, as referrals need it: what can go with them, and what the platform said of accounts. */
import { type AccountDetails, accountDetails, type MediaDetails, mediaDetails } from '@kith/contract';
import { EvidenceError, type Vault } from '../../evidence/index.ts';
import type { KnownEvidence } from '../kinds/known.ts';

/** How long what was opened is remembered here, milliseconds: a person looks at one referral again and again. */
const REMEMBERED_MS = 10 * 60_000;
/** Items that are remembered at most: the accounts and media of a handful of cases. */
const REMEMBERED_MAX = 512;

interface Remembered {
  details: unknown;
  at_ms: number;
}

/** Opens each item seldom: each time leaves a line in its custody and in the audit log. */
export class DetailsReader {
  readonly #vault: Vault;
  readonly #clock: () => number;
  readonly #remembered = new Map<string, Remembered>();

  constructor(vault: Vault, clock: () => number) {
    this.#vault = vault;
    this.#clock = clock;
  }

  /** null where there are none, or they can't be had now. */
  async of(id: string, kind: 'account_details' | 'media'): Promise<unknown> {
    const now_ms = this.#clock();
    const known = this.#remembered.get(id);
    if (known !== undefined && now_ms - known.at_ms < REMEMBERED_MS) return known.details;
    try {
      const details = kind === 'media' ? await this.#vault.details(id, 'referral') : await this.#json(id);
      this.#remember(id, { details, at_ms: now_ms });
      return details;
    } catch (error) {
      if (error instanceof EvidenceError) return null;
      throw error;
    }
  }

  async #json(id: string): Promise<unknown> {
    const { bytes } = await this.#vault.use(id, 'referral');
    return JSON.parse(bytes.toString('utf8'));
  }

  #remember(id: string, one: Remembered): void {
    for (const [other, { at_ms }] of this.#remembered) {
      if (one.at_ms - at_ms >= REMEMBERED_MS || this.#remembered.size >= REMEMBERED_MAX) this.#remembered.delete(other);
    }
    this.#remembered.set(id, one);
  }
}

export interface CaseEvidence {
  evidence: KnownEvidence[];
  /** of each account, the newest, with the evidence that has them */
  details: ReadonlyMap<string, { evidence: string; details: AccountDetails }>;
}

/** All that is there and not destroyed, the oldest first. */
export async function evidenceOf(vault: Vault, reader: DetailsReader, caseId: string): Promise<CaseEvidence> {
  const items = (await vault.list(caseId, { names: true })).filter(({ destroyedAt }) => destroyedAt === null);
  const details = new Map<string, { evidence: string; details: AccountDetails }>();
  const evidence: KnownEvidence[] = [];
  for (const { id, kind, name, mediaType, bytes, sha256, account, about, takenAt, seen } of items) {
    if (kind === 'account_details' && account !== null) {
      const read = accountDetails.safeParse(await reader.of(id, kind));
      if (read.success) details.set(account, { evidence: id, details: read.data });
    }
    if (mediaType === null || sha256 === null) continue;
    evidence.push({
      ...{ id, kind, name, mediaType, bytes, sha256, account, about, takenAt_ms: Date.parse(takenAt) },
      ...{ seenByPerson: seen, details: kind === 'media' ? mediaOf(await reader.of(id, kind)) : null },
    });
  }
  return { evidence, details };
}

const mediaOf = (given: unknown): MediaDetails | null => mediaDetails.safeParse(given).data ?? null;
