/** kith referrals list, show, ncmec, conformance-server */
import { Command } from 'commander';
import { addConformanceServer } from './referrals-conformance-server.ts';
import { addList } from './referrals-list.ts';
import { addNcmec } from './referrals-ncmec.ts';

export function referralsCommand(): Command {
  const command = new Command('referrals');
  addList(command);
  addNcmec(command);
  addConformanceServer(command);
  return command;
}
