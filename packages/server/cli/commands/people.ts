/** kith people list, invite, roles, disable, enable: for whoever can't do it at the console (yet, or any more) */
import { type StaffRole, staffRole } from '@kith/contract';
import { Command, InvalidArgumentError } from 'commander';
import type { Kysely } from 'kysely';
import type { Records } from '../../ground/database/index.ts';
import {
  changeRoles,
  disablePerson,
  enablePerson,
  INVITATION_MAX_MS,
  invite,
  listInvitations,
  listPeople,
  type Person,
  StaffError,
} from '../../ground/staff/index.ts';
import { invitationLink } from '../../people/index.ts';
import { openRecords } from '../../stores.ts';
import { configOf, type Options, run, withStore } from '../options.ts';
import { CommandError, exitCodes, give, say, table, timeShown } from '../say.ts';

const HOURS = INVITATION_MAX_MS / 3_600_000;

const AFTER = `
People sign in by passkey, or through your organisation's OpenID Connect. Roles, of which somebody may have several:

  moderator      judges cases
  senior         judges cases, and takes the second look
  lead           child-safety lead: that, and deliveries and numbers
  compliance     compliance officer: the audit log and numbers; sees no evidence
  administrator  people and deliveries; sees no evidence
  auditor        the audit log, cases and numbers; sees no evidence

Examples:
  kith people invite --role administrator     a link for somebody new: works once, within ${HOURS} hours
  kith people invite --for Heron              a link for another passkey of somebody who lost theirs
  kith people roles Heron senior moderator    these roles instead of those that they have
  kith people disable Heron                   signed out everywhere, and nobody signs in as them`;

export function peopleCommand(): Command {
  const command = new Command('people').addHelpText('after', AFTER);
  withStore(command.command('list'))
    .description('everybody, and invitations that wait')
    .action((options: Options) => run(options, () => list(options)));
  withStore(command.command('invite'), ['publicUrl', 'port'])
    .description('make a link by which somebody joins, or enrols another passkey')
    .option('--role <ROLE>', `of who joins by it, may be repeated: ${staffRole.options.join(', ')}`, readRole)
    .option('--for <PSEUDONYM>', 'another passkey for somebody who is there')
    .action((options: Options) => run(options, () => inviteOne(options)));
  withStore(command.command('roles').argument('<pseudonym>').argument('<role...>'))
    .description('give somebody these roles instead of those that they have')
    .action((pseudonym: string, roles: string[], options: Options) =>
      run(options, () =>
        change(options, pseudonym, `now has: ${roles.join(', ')}`, (db, who) =>
          changeRoles(db, who, roles.map(roleOf)),
        ),
      ),
    );
  withStore(command.command('disable').argument('<pseudonym>'))
    .description('keep somebody out: they are signed out everywhere at once')
    .action((pseudonym: string, options: Options) =>
      run(options, () => change(options, pseudonym, 'is kept out', disablePerson)),
    );
  withStore(command.command('enable').argument('<pseudonym>'))
    .description('let somebody in again')
    .action((pseudonym: string, options: Options) =>
      run(options, () => change(options, pseudonym, 'may sign in again', enablePerson)),
    );
  return command;
}

function roleOf(text: string): StaffRole {
  const read = staffRole.safeParse(text);
  if (read.success) return read.data;
  throw new CommandError(exitCodes.usage, 'role', `${text} is no role: they are ${staffRole.options.join(', ')}`);
}

function readRole(text: string, before: readonly StaffRole[] = []): readonly StaffRole[] {
  const read = staffRole.safeParse(text);
  if (!read.success) throw new InvalidArgumentError(`Roles are: ${staffRole.options.join(', ')}.`);
  return [...before, read.data];
}

/** Opens the records, and says for people what can't be done. */
async function withRecords<T>(options: Options, work: (db: Kysely<Records>) => Promise<T>): Promise<T> {
  const { records, close } = await openRecords(configOf(options).config);
  try {
    return await work(records);
  } catch (error) {
    if (error instanceof StaffError) throw new CommandError(exitCodes.notPossible, error.code, error.message);
    throw error;
  } finally {
    await close();
  }
}

const list = (options: Options) =>
  withRecords(options, async (db) => {
    const [people, invitations] = [await listPeople(db), await listInvitations(db, Date.now())];
    const rows = people.map((p) => [p.pseudonym, p.roles.join(' '), timeShown(p.createdAt), timeShown(p.disabledAt)]);
    const waiting = invitations.map(
      ({ id, roles, expiresAt }) => `${id} waits (${roles.join(' ') || 'another passkey'}) until ${until(expiresAt)}`,
    );
    give(options, { people, invitations }, () =>
      people.length + waiting.length === 0
        ? 'Nobody works with Kith yet: kith people invite --role administrator'
        : [table(['PSEUDONYM', 'ROLES', 'SINCE', 'DISABLED'], rows), ...waiting].join('\n'),
    );
  });

const until = (expiresAt: number | null): string => (expiresAt === null ? 'it is used' : timeShown(expiresAt));

async function personOf(db: Kysely<Records>, name: string): Promise<Person> {
  const folded = name.normalize('NFC').trim().toLowerCase();
  const found = (await listPeople(db)).find(({ id, pseudonym }) => id === name || pseudonym.toLowerCase() === folded);
  if (found === undefined) {
    throw new CommandError(exitCodes.notPossible, 'not_known', `there is nobody called ${name}: kith people list`);
  }
  return found;
}

async function inviteOne(options: Options): Promise<void> {
  const roles = Array.isArray(options.role) ? options.role.map(String).map(roleOf) : [];
  const wanted = typeof options.for === 'string' ? options.for : null;
  if (roles.length > 0 === (wanted !== null)) {
    throw new CommandError(exitCodes.usage, 'usage', 'say --role ROLE for somebody new, or --for PSEUDONYM');
  }
  const { listen } = configOf(options).config;
  const origin = listen.publicUrl ?? `http://localhost:${listen.port}`;
  await withRecords(options, async (db) => {
    const to = wanted === null ? { roles } : { person: (await personOf(db, wanted)).id };
    const { id, expiresAt, secret } = await invite(db, to, 'operator', Date.now());
    const link = invitationLink(origin, secret);
    give(options, { id, link, expiresAt }, () => link);
    if (!options.json) say(`It works once, within ${HOURS} hours: give it to them alone.`);
  });
}

const change = (
  options: Options,
  name: string,
  said: string,
  work: (db: Kysely<Records>, change: { person: string; by: 'operator'; now_ms: number }) => Promise<void>,
) =>
  withRecords(options, async (db) => {
    const { id, pseudonym } = await personOf(db, name);
    await work(db, { person: id, by: 'operator', now_ms: Date.now() });
    give(options, { id, pseudonym }, () => `${pseudonym} ${said}.`);
  });
