/** What is said of people and accounts, in NCMEC's order (grade S, from the documentation of 2026; names and limits X). */
import {
  accountTypeAttribute,
  attribute,
  body,
  day,
  elements,
  formed,
  many,
  moment,
  oneOf,
  only,
  reportNumber,
  text,
  whole,
  yesNo,
} from './shape.ts';
import {
  addressTypes,
  associatedAccountTypes,
  COUNTRY,
  emailTypes,
  eventNames,
  phoneTypes,
  US_STATE,
} from './values.ts';

/** A name of an account or of a service. grade X, S */
const NAME_MAX = 255;
/** grade S */
const SERVICE_MAX = 100;
/** Addresses of the web: what browsers took once. grade X, S */
export const URL_MAX = 2_083;
/** Ages, years. grade X */
const AGE_MAX = 150;

export const email = elements(
  {
    type: attribute(oneOf(emailTypes)).optional(),
    verified: attribute(yesNo()).optional(),
    verificationDate: attribute(moment()).optional(),
    value: body(text(NAME_MAX)),
  },
  'email',
);

export const phone = elements(
  {
    type: attribute(oneOf(phoneTypes)).optional(),
    verified: attribute(yesNo()).optional(),
    verificationDate: attribute(moment()).optional(),
    countryCallingCode: attribute(formed(/^\+[0-9]{1,3}$/)).optional(),
    extension: attribute(formed(/^[0-9]+$/, 10)).optional(),
    value: body(text(50)),
  },
  'phone',
);

export const address = elements(
  {
    type: attribute(oneOf(addressTypes)).optional(),
    address: text(NAME_MAX).optional(),
    city: text(100).optional(),
    zipCode: text(20).optional(),
    state: formed(US_STATE).optional(),
    nonUsaState: text(100).optional(),
    country: formed(COUNTRY).optional(),
  },
  'address',
);

export const contactPerson = elements(
  {
    firstName: text(100).optional(),
    lastName: text(100).optional(),
    phone: many(phone).optional(),
    email: many(email).optional(),
    address: many(address).optional(),
  },
  'contactPerson',
);

export const person = elements(
  {
    firstName: text(100).optional(),
    lastName: text(100).optional(),
    phone: many(phone).optional(),
    email: many(email).optional(),
    address: many(address).optional(),
    age: whole(0, AGE_MAX).optional(),
    ageAssertionDiscrepancy: only('additions2026', yesNo()).optional(),
    dateOfBirth: day().optional(),
  },
  'person',
);

/** As `person`; NCMEC requires an e-mail address of whoever reports (grade X, S). */
export const reportingPerson = elements({ ...person.shape, email: many(email).min(1) }, 'reportingPerson');

export const ipCaptureEvent = elements(
  {
    ipAddress: text(45),
    eventName: oneOf(eventNames).optional(),
    dateTime: moment().optional(),
    possibleProxy: yesNo().optional(),
    port: whole(1, 65_535).optional(),
  },
  'ipCaptureEvent',
);

export const deviceId = elements(
  {
    idType: text(NAME_MAX),
    idValue: text(URL_MAX),
    eventName: oneOf(eventNames).optional(),
    dateTime: moment().optional(),
  },
  'deviceId',
);

const estimatedLocation = elements(
  {
    verified: attribute(yesNo()).optional(),
    timestamp: attribute(moment()).optional(),
    city: text(NAME_MAX).optional(),
    region: text(NAME_MAX).optional(),
    countryCode: formed(COUNTRY).optional(),
  },
  'estimatedLocation',
);

const temporarilyDisabled = () =>
  only(
    'disabledFlags',
    elements(
      {
        disabledDate: attribute(moment()).optional(),
        userNotified: attribute(yesNo()).optional(),
        userNotifiedDate: attribute(moment()).optional(),
        reenabledDate: attribute(moment()).optional(),
        value: body(yesNo()),
      },
      'accountTemporarilyDisabled',
    ),
  );
const permanentlyDisabled = () =>
  only(
    'disabledFlags',
    elements(
      {
        disabledDate: attribute(moment()).optional(),
        userNotified: attribute(yesNo()).optional(),
        userNotifiedDate: attribute(moment()).optional(),
        value: body(yesNo()),
      },
      'accountPermanentlyDisabled',
    ),
  );

/** grade X; without the attribute thirdPartyUser, which stands in two different places in two sources. */
const associatedAccount = elements(
  {
    type: accountTypeAttribute(oneOf(associatedAccountTypes)).optional(),
    platform: text(256).optional(),
    firstName: text(256).optional(),
    middleName: text(256).optional(),
    lastName: text(256).optional(),
    approximateAge: whole(0, AGE_MAX).optional(),
    phone: many(phone).optional(),
    email: many(email).optional(),
    allEmailsReported: yesNo().optional(),
    address: many(address).optional(),
    espService: text(256).optional(),
    espIdentifier: text(256).optional(),
    profileUrl: many(text(URL_MAX)).optional(),
    screenName: text(256).optional(),
    displayName: many(text(NAME_MAX)).optional(),
    profileBio: text().optional(),
    groupIdentifier: text(256).optional(),
    accountTemporarilyDisabled: temporarilyDisabled().optional(),
    accountPermanentlyDisabled: permanentlyDisabled().optional(),
    ipCaptureEvent: many(ipCaptureEvent).optional(),
    deviceId: many(deviceId).optional(),
    priorCTReport: many(reportNumber()).optional(),
    additionalInfo: text().optional(),
  },
  'associatedAccount',
);

export const personOrUserReported = elements({
  personOrUserReportedPerson: person.optional(),
  vehicleDescription: text(300).optional(),
  espIdentifier: text(NAME_MAX).optional(),
  espService: text(SERVICE_MAX).optional(),
  compromisedAccount: yesNo().optional(),
  screenName: text(NAME_MAX).optional(),
  displayName: many(text(NAME_MAX)).optional(),
  profileUrl: many(text(URL_MAX)).optional(),
  profileBio: text().optional(),
  ipCaptureEvent: many(ipCaptureEvent).optional(),
  deviceId: many(deviceId).optional(),
  /** another company's user, and nothing else is held */
  thirdPartyUserReported: yesNo().optional(),
  priorCTReports: many(reportNumber()).optional(),
  /** of people who are believed to belong to an organised group that exploits children online */
  groupIdentifier: text(NAME_MAX).optional(),
  accountTemporarilyDisabled: temporarilyDisabled().optional(),
  accountPermanentlyDisabled: permanentlyDisabled().optional(),
  estimatedLocation: estimatedLocation.optional(),
  allEmailsReported: yesNo().optional(),
  associatedAccount: many(associatedAccount).optional(),
  additionalInfo: text().optional(),
});

export const intendedRecipient = elements({
  intendedRecipientPerson: person.optional(),
  espIdentifier: text(NAME_MAX).optional(),
  espService: text(SERVICE_MAX).optional(),
  compromisedAccount: yesNo().optional(),
  screenName: text(NAME_MAX).optional(),
  displayName: many(text(NAME_MAX)).optional(),
  profileUrl: many(text(URL_MAX)).optional(),
  profileBio: text().optional(),
  ipCaptureEvent: many(ipCaptureEvent).optional(),
  deviceId: many(deviceId).optional(),
  priorCTReports: many(reportNumber()).optional(),
  groupIdentifier: text(NAME_MAX).optional(),
  accountTemporarilyDisabled: temporarilyDisabled().optional(),
  accountPermanentlyDisabled: permanentlyDisabled().optional(),
  estimatedLocation: estimatedLocation.optional(),
  allEmailsReported: yesNo().optional(),
  additionalInfo: text().optional(),
});

export const victim = elements({
  /** required in one reading of the documentation (grade S); it may be empty */
  victimPerson: person,
  espIdentifier: text(NAME_MAX).optional(),
  espService: text(SERVICE_MAX).optional(),
  compromisedAccount: yesNo().optional(),
  screenName: text(NAME_MAX).optional(),
  displayName: many(text(NAME_MAX)).optional(),
  profileUrl: many(text(URL_MAX)).optional(),
  profileBio: text().optional(),
  ipCaptureEvent: many(ipCaptureEvent).optional(),
  deviceId: many(deviceId).optional(),
  schoolName: text(NAME_MAX).optional(),
  priorCTReports: many(reportNumber()).optional(),
  accountTemporarilyDisabled: temporarilyDisabled().optional(),
  accountPermanentlyDisabled: permanentlyDisabled().optional(),
  estimatedLocation: estimatedLocation.optional(),
  allEmailsReported: yesNo().optional(),
  associatedAccount: many(associatedAccount).optional(),
  additionalInfo: text().optional(),
});
