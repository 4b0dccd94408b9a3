/** Opens what sends reports to NCMEC, by the operator's settings: the password, the XSD, the connections. */
import { readFileSync } from 'node:fs';
import { Secret } from '../../ground/config/index.ts';
import { RulesError } from '../../rules-error.ts';
import type { ReferralKind } from '../kinds/kind.ts';
import type { ReferralSettings } from '../settings.ts';
import { CyberTipline } from './client/client.ts';
import { baseOf, EnvironmentError } from './client/environment.ts';
import type { NcmecContent } from './content.ts';
import { NcmecFiler } from './filing/machine.ts';
import { ncmecKind } from './kind.ts';
import { type NcmecSettings, type Reporter, reporterOf } from './settings.ts';
import { Checker, XsdError } from './xml/check.ts';

/** A password is far shorter, bytes: what is longer is another file. */
const PASSWORD_BYTES_MAX = 4_096;

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws RulesError which says what can't be used, and never the password */
export function ncmecKindOf(
  {
    provider,
    reporter,
    contact,
    ncmec: settings,
  }: Pick<ReferralSettings, 'provider' | 'reporter' | 'contact' | 'ncmec'>,
  env: Environment = process.env,
): ReferralKind<NcmecContent> {
  const platform = provider?.platform ?? null;
  if (settings === null || reporter === null) return ncmecKind({ platform, ncmec: null });
  const { dialect, incidentTypes, environment } = settings;
  const filer = openFiler(settings, reporterOf(reporter, contact, settings), env);
  return ncmecKind({ platform, ncmec: { dialect, incidentTypes, filer, test: environment !== 'production' } });
}

function openFiler(settings: NcmecSettings, reporter: Reporter, env: Environment): NcmecFiler {
  const { dialect, xsd } = settings;
  return clearly(() => {
    const client = openClient(settings, env);
    return new NcmecFiler({ client, checker: new Checker(dialect, xsd), writing: { reporter, dialect } });
  });
}

/** @throws RulesError which says what can't be used, and never the password */
export function openClient(settings: NcmecSettings, env: Environment = process.env): CyberTipline {
  const { environment, instead, username, password, connections, callsAMinute, timeout_s } = settings;
  return clearly(
    () =>
      new CyberTipline({
        ...{ base: baseOf(environment, instead), username, password: passwordOf(password, env) },
        ...{ connections, callsAMinute, timeout_ms: timeout_s * 1_000 },
      }),
  );
}

function clearly<T>(open: () => T): T {
  try {
    return open();
  } catch (error) {
    if (error instanceof XsdError || error instanceof EnvironmentError) throw cannot(error.message, error);
    throw error;
  }
}

const cannot = (why: string, cause?: unknown) =>
  new RulesError(`The referrals can't be used:\nncmec: ${why}`, cause === undefined ? undefined : { cause });

function passwordOf(where: NcmecSettings['password'], env: Environment): Secret {
  const name = 'variable' in where ? where.variable : where.file;
  const found = 'variable' in where ? (env[name] ?? '') : read(name);
  if (found === '') throw cannot(`there is no password in ${name}`);
  return new Secret(found);
}

function read(path: string): string {
  try {
    const bytes = readFileSync(path);
    if (bytes.length > PASSWORD_BYTES_MAX) throw cannot(`${path} is no file with a password`);
    return bytes.toString('utf8').trim();
  } catch (error) {
    if (error instanceof RulesError) throw error;
    throw cannot(`the password can't be read from ${path}`, error);
  }
}
