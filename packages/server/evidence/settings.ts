/** Where evidence goes, from the configuration: KITH_EVIDENCE. */
import { readFileSync } from 'node:fs';
import type { Config } from '../ground/config/index.ts';
import { ConfigError } from '../ground/config/index.ts';
import { formatProblems, readYamlFile } from '../ground/yaml/index.ts';
import { FolderStorage } from './vault/folder-storage.ts';
import { S3Storage, s3Settings } from './vault/s3-storage.ts';
import type { EvidenceStorage } from './vault/storage.ts';

/** Null for the database. @throws ConfigError with all that is wrong */
export function storageOf({ evidence }: Config): EvidenceStorage | null {
  const { where, secret } = evidence;
  if (where === 'database') return null;
  const [kind, path] = [where.slice(0, where.indexOf(':')), where.slice(where.indexOf(':') + 1)];
  if (kind === 'folder') return new FolderStorage(path);
  const read = readYamlFile(path, s3Settings);
  if (!read.ok) throw new ConfigError(formatProblems(read.problems).split('\n'));
  const { endpoint, allowHttp, secretAccessKeyFile } = read.value;
  if (!endpoint.startsWith('https:') && !allowHttp) {
    throw new ConfigError([`${path}: endpoint must be https (or set allowHttp, on your own network)`]);
  }
  return new S3Storage(read.value, secretOf(path, secretAccessKeyFile, secret?.reveal() ?? null));
}

function secretOf(path: string, file: string | undefined, given: string | null): string {
  if (file !== undefined) {
    try {
      return readFileSync(file, 'utf8').trim();
    } catch {
      throw new ConfigError([`${path}: secretAccessKeyFile: ${file} can't be read`]);
    }
  }
  if (given === null) throw new ConfigError([`${path}: name secretAccessKeyFile, or set KITH_EVIDENCE_SECRET`]);
  return given;
}
