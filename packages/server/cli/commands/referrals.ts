/** kith referrals ncmec, conformance-server */
import { Command } from 'commander';
import { addConformanceServer } from './referrals-conformance-server.ts';
import { addNcmec } from './referrals-ncmec.ts';

export function referralsCommand(): Command {
  const command = new Command('referrals');
  addNcmec(command);
  addConformanceServer(command);
  return command;
}
