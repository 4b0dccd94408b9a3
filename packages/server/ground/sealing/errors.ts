/** Why keys can't be used. Messages name files and days, never a key or what was kept. */
export class KeepError extends Error {
  override readonly name = 'KeepError';
  readonly code: 'master_unreadable' | 'key_unreadable' | 'key_missing' | 'key_not_shared';

  constructor(code: KeepError['code'], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
