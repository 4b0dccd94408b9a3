/** kith referrals list, show, send-now, restored, ncmec, conformance-server */
import { Command } from 'commander';
import { addConformanceServer } from './referrals-conformance-server.ts';
import { addList, addRestored, addSendNow } from './referrals-list.ts';
import { addNcmec } from './referrals-ncmec.ts';

export function referralsCommand(): Command {
  const command = new Command('referrals');
  addList(command);
  addSendNow(command);
  addRestored(command);
  addNcmec(command);
  addConformanceServer(command);
  return command;
}
