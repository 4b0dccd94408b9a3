/** What the HTTP API would refuse, too, said by a command. Not in say.ts: every command stands on that, and few on the web server. */
import { ProblemError } from '../ground/http/index.ts';
import { CommandError, exitCodes } from './say.ts';

/** @returns any other error as it is */
export const refused = (error: unknown): unknown =>
  error instanceof ProblemError ? new CommandError(exitCodes.notPossible, error.problem.code, error.message) : error;
