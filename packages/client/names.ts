/** Kith asks what people and groups are called, for the pages of the Family Centre: signed as webhooks are. */
import type { NamesAsked } from '@kith/contract';
import { KithError } from './errors.ts';
import { member } from './http.ts';
import { jsonOf, verifySigned, type WebhookToVerify } from './webhook.ts';

/**
 * Gives the ids whose names Kith asks for, or throws a KithError whose code starts with `webhook_`. Answer with a `NamesGiven`, 200
 * and JSON; whoever can't be verified gets none.
 */
export async function verifyNamesAsked(options: WebhookToVerify): Promise<NamesAsked> {
  await verifySigned(options);
  const json = jsonOf(options.body);
  return { accounts: idsIn(json, 'accounts'), conversations: idsIn(json, 'conversations') };
}

function idsIn(json: unknown, name: string): string[] {
  const ids = member(json, name);
  if (Array.isArray(ids) && ids.every((one) => typeof one === 'string')) return ids;
  throw new KithError('webhook_body_invalid', `the body asks for no names: it has no list of ${name}`);
}
