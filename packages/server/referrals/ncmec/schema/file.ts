/** `<fileDetails>`: what is said of an uploaded file. Order as documented (grade S), names and limits X. */
import { deviceId, ipCaptureEvent, URL_MAX } from './people.ts';
import {
  attribute,
  body,
  elements,
  formed,
  many,
  moment,
  oneOf,
  only,
  presence,
  reportNumber,
  text,
  yesNo,
} from './shape.ts';
import { detailTypes, fileRelevances, industryClassifications } from './values.ts';

/** grade X, S */
const FILE_NAME_MAX = 2_056;

export const fileDetails = elements({
  reportId: reportNumber(),
  /** opaque: 32 hexadecimal characters where it was seen (grade S) */
  fileId: formed(/^[0-9A-Za-z_-]{1,128}$/),
  fileName: only('fileName', text(FILE_NAME_MAX)).optional(),
  originalFileName: text(FILE_NAME_MAX).optional(),
  uploadedToEspTimestamp: moment().optional(),
  locationOfFile: text(URL_MAX).optional(),
  /** true only if a person at the provider opened this file: it decides what police may open without a warrant */
  fileViewedByEsp: yesNo().optional(),
  /** true only with the one before */
  exifViewedByEsp: yesNo().optional(),
  publiclyAvailable: yesNo().optional(),
  fileRelevance: oneOf(fileRelevances).optional(),
  fileAnnotations: elements({
    potentialMeme: presence().optional(),
    viral: presence().optional(),
    possibleSelfProduction: presence().optional(),
    physicalHarm: presence().optional(),
    liveStreaming: presence().optional(),
    generativeAi: presence().optional(),
  }).optional(),
  industryClassification: oneOf(industryClassifications).optional(),
  /** the vocabulary of hashType is not documented: a free string (grade S) */
  originalFileHash: many(elements({ hashType: attribute(text(64)), value: body(text(1_024)) }, 'hash')).optional(),
  ipCaptureEvent: ipCaptureEvent.optional(),
  deviceId: many(deviceId).optional(),
  details: many(
    elements({
      nameValuePair: many(
        elements({ type: attribute(oneOf(detailTypes)).optional(), name: text(64), value: text() }),
      ).min(1),
    }),
  ).optional(),
  additionalInfo: many(text()).optional(),
});
