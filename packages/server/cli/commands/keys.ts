/** kith keys create, list, revoke */
import { Command, InvalidArgumentError } from 'commander';
import {
  createKey,
  isScope,
  KEYS_FRESH_MS,
  KeysError,
  listKeys,
  revokeKey,
  type Scope,
  scopes,
} from '../../ground/keys/index.ts';
import { openRecords } from '../../stores.ts';
import { configOf, type Options, run, withStore } from '../options.ts';
import { CommandError, exitCodes, give, say, table, timeShown } from '../say.ts';

const AFTER = `
A key is a bearer token. Kith keeps only its hash: it is shown once, when it is made. Give each service its own.

  events:write     tell what happens: POST /v1/events
  decisions:ask    ask without telling: POST /v1/decisions
  knowledge:read   see what is known of an account or a contact
  metrics:read     /metrics from another machine

Examples:
  kith keys create "chat service" --scope events:write --scope decisions:ask
  kith keys list
  kith keys revoke 3f9c2a7b10de`;

export function keysCommand(): Command {
  const command = new Command('keys').addHelpText('after', AFTER);
  withStore(command.command('create').argument('<name>', 'which service has it'))
    .description('make a key, and show it once')
    .option('--scope <SCOPE>', 'what it may do; may be repeated (events:write and decisions:ask)', readScope)
    .action((name: string, options: Options) => run(options, () => create(name, options)));
  withStore(command.command('list'))
    .description('all keys, the newest first')
    .action((options: Options) => run(options, () => list(options)));
  withStore(command.command('revoke').argument('<id>', "the key's id: the part between kith_ and the next _"))
    .description(`revoke a key: it stops working within ${KEYS_FRESH_MS / 1000} seconds`)
    .action((id: string, options: Options) => run(options, () => revoke(id, options)));
  return command;
}

function readScope(text: string, before: readonly Scope[] = []): readonly Scope[] {
  if (!isScope(text)) throw new InvalidArgumentError(`Scopes are: ${scopes.join(', ')}.`);
  return [...before, text];
}

async function create(name: string, options: Options): Promise<void> {
  const wanted = Array.isArray(options.scope) ? options.scope.filter(isScope) : [];
  const allowed = wanted.length > 0 ? wanted : (['events:write', 'decisions:ask'] as const);
  const { records, close } = await openRecords(configOf(options).config);
  try {
    const made = await createKey(records, { name, scopes: allowed }, Date.now());
    give(options, { ...made, name, scopes: allowed }, () => made.key);
    if (!options.json) say(`This is shown once: keep it where "${name}" finds it. It may: ${allowed.join(', ')}.`);
  } catch (error) {
    if (error instanceof KeysError) throw new CommandError(exitCodes.notPossible, error.code, error.message);
    throw error;
  } finally {
    await close();
  }
}

async function list(options: Options): Promise<void> {
  const { records, close } = await openRecords(configOf(options).config);
  try {
    const keys = await listKeys(records);
    const rows = keys.map((k) => [k.id, k.name, k.scopes.join(' '), timeShown(k.createdAt), timeShown(k.revokedAt)]);
    give(options, { keys }, () =>
      keys.length === 0
        ? 'There is no key yet: kith keys create NAME'
        : table(['ID', 'NAME', 'SCOPES', 'CREATED', 'REVOKED'], rows),
    );
  } finally {
    await close();
  }
}

async function revoke(text: string, options: Options): Promise<void> {
  // who has the whole key at hand may give it
  const id = /^kith_([0-9a-f]+)_/.exec(text)?.[1] ?? text;
  const { records, close } = await openRecords(configOf(options).config);
  try {
    const became = await revokeKey(records, id, Date.now());
    if (became === 'not_known') throw new CommandError(exitCodes.notPossible, 'not_known', `there is no key ${id}`);
    give(options, { id, status: became }, () =>
      became === 'revoked'
        ? `Revoked ${id}: it stops working within ${KEYS_FRESH_MS / 1000} seconds.`
        : `${id} was revoked before.`,
    );
  } finally {
    await close();
  }
}
