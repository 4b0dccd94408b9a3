/** The evidence codes that acts are instances of; the same names as the engine's. */
export const evidenceCodes = [
  ...(['AGE_QUERY', 'PERSONAL_INFO', 'FLATTERY', 'SUPERVISION_CHECK', 'SECRECY', 'OFF_PLATFORM'] as const),
  ...(['MEDIA_REQUEST', 'COMPLIANCE_TEST', 'GIFT', 'MEETING', 'PRESSURE'] as const),
] as const;
export type EvidenceCode = (typeof evidenceCodes)[number];
