/**
 * `<report>`: what opens a report. Order as documented (grade S), names and limits from the XSD of November 2025 (grade X).
 * https://report.cybertip.org/ispws/documentation, "Last updated" 2026-08-26 at the latest that anybody has noted.
 */
import {
  address,
  contactPerson,
  email,
  intendedRecipient,
  ipCaptureEvent,
  personOrUserReported,
  phone,
  reportingPerson,
  URL_MAX,
  victim,
} from './people.ts';
import {
  attribute,
  body,
  choice,
  decimal,
  elements,
  formed,
  many,
  moment,
  oneOf,
  only,
  presence,
  text,
  yesNo,
} from './shape.ts';
import { batchReasons, COUNTRY, incidentTypes } from './values.ts';

/** A name of a room, a game, a place or an office. grade X, S */
const NAME_MAX = 255;
/** Prose with a limit of its own. grade S */
const PROSE_MAX = 3_000;

const incidentSummary = elements({
  incidentType: oneOf(incidentTypes),
  platform: text(256).optional(),
  /** that there is text is the escalation: only for immediate danger to a child */
  escalateToHighPriority: text(PROSE_MAX).optional(),
  reportAnnotations: elements({
    sextortion: presence().optional(),
    csamSolicitation: presence().optional(),
    minorToMinorInteraction: presence().optional(),
    spam: presence().optional(),
    sadisticOnlineExploitation: presence().optional(),
    informational: only('additions2026', presence()).optional(),
  }).optional(),
  /** in the past, with its zone */
  incidentDateTime: moment(),
  incidentDateTimeDescription: text(PROSE_MAX).optional(),
});

/** Exactly one of these; there is none for social media, mobile apps or live streams (cybertipline.md, section 5). */
const internetDetails = choice({
  webPageIncident: elements({
    thirdPartyHostedContent: only('additions2026', attribute(yesNo())).optional(),
    url: many(text(URL_MAX)).optional(),
    additionalInfo: text().optional(),
  }).optional(),
  emailIncident: elements({
    emailAddress: many(email).optional(),
    content: text().optional(),
    additionalInfo: text().optional(),
  }).optional(),
  newsgroupIncident: elements({
    name: text(NAME_MAX).optional(),
    emailAddress: many(email).optional(),
    content: text().optional(),
    additionalInfo: text().optional(),
  }).optional(),
  /** direct messages and groups */
  chatImIncident: elements({
    chatClient: text(NAME_MAX).optional(),
    chatRoomName: text(NAME_MAX).optional(),
    content: text().optional(),
    additionalInfo: text().optional(),
  }).optional(),
  onlineGamingIncident: elements({
    gameName: text(NAME_MAX).optional(),
    console: text(NAME_MAX).optional(),
    content: text().optional(),
    additionalInfo: text().optional(),
  }).optional(),
  cellPhoneIncident: elements({
    phoneNumber: phone.optional(),
    latitude: decimal(-90, 90).optional(),
    longitude: decimal(-180, 180).optional(),
    additionalInfo: text().optional(),
  }).optional(),
  nonInternetIncident: elements({
    locationName: text(NAME_MAX).optional(),
    incidentAddress: many(address).optional(),
    additionalInfo: text().optional(),
  }).optional(),
  peer2peerIncident: elements({
    client: text(NAME_MAX).optional(),
    ipCaptureEvent: many(ipCaptureEvent).optional(),
    fileNames: text().optional(),
    additionalInfo: text().optional(),
  }).optional(),
});

const lawEnforcement = elements({
  agencyName: text(NAME_MAX),
  caseNumber: text(100).optional(),
  officerContact: contactPerson.optional(),
  reportedToLe: yesNo().optional(),
  servedLegalProcessDomestic: yesNo().optional(),
  servedLegalProcessInternational: elements({
    /** here in the XSD of November 2025 (grade X) */
    fleaCountry: attribute(formed(COUNTRY)).optional(),
    value: body(yesNo()),
  }).optional(),
});

export { URL_MAX };

export const reporter = elements({
  reportingPerson,
  contactPerson: contactPerson.optional(),
  companyTemplate: text().optional(),
  /** others keep to so many (grade S) */
  termsOfService: text(PROSE_MAX).optional(),
  legalURL: text(URL_MAX).optional(),
});

export const report = elements({
  /** of viral material about many users; never of grooming, so no form has it */
  batchedReport: elements({ reason: attribute(oneOf(batchReasons)) }).optional(),
  incidentSummary,
  /** the XSD says at least one (grade X), the documentation of 2026 any number (grade S): we send one at least */
  internetDetails: many(internetDetails).min(1),
  lawEnforcement: lawEnforcement.optional(),
  reporter,
  personOrUserReported: personOrUserReported.optional(),
  intendedRecipient: many(intendedRecipient).optional(),
  victim: many(victim).optional(),
  additionalInfo: text().optional(),
});
