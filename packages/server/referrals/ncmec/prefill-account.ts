/** What is known of an account, in NCMEC's elements. */
import type { AccountDetails, IpEvent } from '@kith/contract';
import type { z } from 'zod';
import type { KnownAccount } from '../kinds/known.ts';
import { ENGLISH } from './prefill-words.ts';
import type { deviceId, ipCaptureEvent, person, victim } from './schema/people.ts';

type Person = z.output<typeof person>;
/** What every account has, whoever's it is. */
export type Account = Omit<z.output<typeof victim>, 'victimPerson' | 'schoolName' | 'associatedAccount'>;

const EMAIL_TYPES = { home: 'Home', work: 'Work', business: 'Business', recovery: 'Recovery' } as const;
const PHONE_TYPES = {
  home: 'Home',
  work: 'Work',
  mobile: 'Mobile',
  business: 'Business',
  internet: 'Internet',
  recovery: 'Recovery',
} as const;
const ADDRESS_TYPES = { home: 'Home', business: 'Business', billing: 'Billing', shipping: 'Shipping' } as const;
const EVENTS = {
  login: 'Login',
  registration: 'Registration',
  purchase: 'Purchase',
  upload: 'Upload',
  other: 'Other',
  unknown: 'Unknown',
} as const;

export const iso = (at_ms: number): string => new Date(at_ms).toISOString();
/** A list that has nothing is not there. */
export const some = <T>(list: readonly T[] | undefined): T[] | undefined =>
  list === undefined || list.length === 0 ? undefined : [...list];

const verifiedOf = (at: string | undefined) => (at === undefined ? {} : { verified: true, verificationDate: at });

export function personOf({ details }: KnownAccount): Person {
  const known: AccountDetails = details ?? {};
  return {
    ...{ firstName: known.firstName, lastName: known.lastName, dateOfBirth: known.dateOfBirth },
    phone: some(
      known.telephones?.map(({ number, type, verifiedAt }) => ({
        ...{ value: number, ...verifiedOf(verifiedAt) },
        ...(type !== undefined && { type: PHONE_TYPES[type] }),
      })),
    ),
    email: some(
      known.emails?.map(({ address, type, verifiedAt }) => ({
        ...{ value: address, ...verifiedOf(verifiedAt) },
        ...(type !== undefined && { type: EMAIL_TYPES[type] }),
      })),
    ),
    address: some(
      known.addresses?.map(({ type, lines, city, postcode, region, country }) => ({
        ...(type !== undefined && { type: ADDRESS_TYPES[type] }),
        ...{ address: lines, city, zipCode: postcode, nonUsaState: region, country },
      })),
    ),
  };
}

export const ipOf = ({ ip, port, event, at, possibleProxy }: IpEvent): z.output<typeof ipCaptureEvent> => ({
  ...{ ipAddress: ip, eventName: EVENTS[event], dateTime: at, possibleProxy, port },
});

const deviceOf = ({ type, value, at }: NonNullable<AccountDetails['devices']>[number]): z.output<typeof deviceId> => ({
  ...{ idType: type, idValue: value, dateTime: at },
});

export function accountOf(known: KnownAccount): Account {
  const { account, country, enforced } = known;
  const details: AccountDetails = known.details ?? {};
  const disabled = enforced.find(({ kind }) => kind === 'disable');
  const suspended = enforced.find(({ kind }) => kind === 'suspend' || kind === 'restrict');
  const { location } = details;
  return {
    ...{ espIdentifier: account, espService: details.service, screenName: details.screenName },
    displayName: some(details.displayNames),
    profileUrl: details.profileUrl === undefined ? undefined : [details.profileUrl],
    profileBio: details.profileText,
    ipCaptureEvent: some(details.ipEvents?.map(ipOf)),
    deviceId: some(details.devices?.map(deviceOf)),
    accountTemporarilyDisabled: suspended && disabledOf(suspended),
    accountPermanentlyDisabled: disabled && disabledOf(disabled),
    ...(location !== undefined && {
      estimatedLocation: {
        ...{ city: location.city, region: location.region, countryCode: location.country, timestamp: location.at },
      },
    }),
    ...(location === undefined && country !== null && { estimatedLocation: { countryCode: country } }),
    additionalInfo: moreOf(known),
  };
}

const disabledOf = ({ appliedAt_ms, toldPersonAt_ms }: KnownAccount['enforced'][number]) => ({
  ...{ value: true, disabledDate: iso(appliedAt_ms), userNotified: toldPersonAt_ms !== null },
  ...(toldPersonAt_ms !== null && { userNotifiedDate: iso(toldPersonAt_ms) }),
});

/** What has no element of its own. */
function moreOf({ ageBand, createdAt_ms, details }: KnownAccount): string | undefined {
  const lines = [
    ...(ageBand === 'unknown' ? [] : [`${ENGLISH.ageBand}: ${ENGLISH.bands[ageBand]}`]),
    ...(createdAt_ms === null ? [] : [`${ENGLISH.created}: ${iso(createdAt_ms)}`]),
    ...(details?.billing === undefined ? [] : [`${ENGLISH.billing}: ${details.billing}`]),
    ...(details?.more === undefined ? [] : [details.more]),
  ];
  return lines.length === 0 ? undefined : lines.join('\n');
}
