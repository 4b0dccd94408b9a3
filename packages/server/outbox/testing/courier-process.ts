/** A courier in a process of its own, to be killed: `courier-process.ts DATABASE ENDPOINT_URL`. */
import { Courier } from '../courier.ts';
import { webhookEndpoints } from '../endpoints.ts';
import { openTestDatabase } from './databases.ts';
import { SECRET } from './platform.ts';

const [, , address = '', url] = process.argv;
const endpoints = webhookEndpoints.parse([{ name: 'platform', url, secret: SECRET, allowPrivate: true }]);
const { kysely } = await openTestDatabase(address);
new Courier({ db: kysely, endpoints }).start();
