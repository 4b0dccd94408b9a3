/** The chat as a process of its own: `npm run chat` starts it beside a Kith. */
import { startChat } from './start.ts';

const wanted = (name: string): string => {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set: npm run chat sets it`);
  return value;
};

const chat = await startChat({
  file: wanted('CHAT_FILE'),
  port: Number(wanted('CHAT_PORT')),
  kithUrl: wanted('KITH_URL'),
  key: wanted('KITH_KEY'),
  webhookSecret: wanted('CHAT_WEBHOOK_SECRET'),
  log: (line) => process.stderr.write(`chat  ${line}\n`),
});
process.stderr.write(`chat  open it at ${chat.url}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void chat.stop());
