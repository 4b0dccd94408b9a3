/** What a check found, for the person who can mend it. */
export interface Finding {
  check: string;
  /** wrong: Kith does not work, or will lose something. warning: it works, and somebody should look. */
  status: 'good' | 'warning' | 'wrong';
  says: string;
  /** what to do; absent where nothing is to be done */
  mend?: string;
}

export const good = (check: string, says: string): Finding => ({ check, status: 'good', says });
export const warning = (check: string, says: string, mend: string): Finding => ({
  check,
  status: 'warning',
  says,
  mend,
});
export const wrong = (check: string, says: string, mend: string): Finding => ({ check, status: 'wrong', says, mend });

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
