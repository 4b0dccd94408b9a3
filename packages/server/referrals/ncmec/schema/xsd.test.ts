import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { DIALECT } from './shape.ts';
import { xsdOf } from './xsd.ts';

const FILE = join(import.meta.dirname, '../../../../../conformance/referrals/cybertipline.xsd');

describe("Kith's own XSD of the CyberTipline", () => {
  it('is committed as the description makes it (UPDATE_XSD=1 writes it anew)', () => {
    const made = xsdOf(DIALECT);
    if (process.env.UPDATE_XSD === '1') writeFileSync(FILE, made);
    assert.equal(readFileSync(FILE, 'utf8'), made);
  });

  it('has the elements of a report and of a file in the documented order', () => {
    const xsd = xsdOf(DIALECT);
    const after = (name: string, names: readonly string[]) => {
      let at = xsd.indexOf(`<xs:element name="${name}"`);
      assert.notEqual(at, -1, name);
      for (const next of names) {
        const found = xsd.indexOf(`<xs:element name="${next}"`, at);
        assert.ok(found > at, `${next} in ${name}`);
        at = found;
      }
    };
    // cybertipline.md, sections 5 and 6: written down again here, so that a slip in the description is seen
    after(
      'report',
      'batchedReport incidentSummary incidentType platform escalateToHighPriority reportAnnotations incidentDateTime incidentDateTimeDescription internetDetails lawEnforcement agencyName caseNumber officerContact reportedToLe servedLegalProcessDomestic servedLegalProcessInternational reporter reportingPerson contactPerson companyTemplate termsOfService legalURL personOrUserReported personOrUserReportedPerson vehicleDescription espIdentifier espService compromisedAccount screenName displayName profileUrl profileBio ipCaptureEvent deviceId thirdPartyUserReported priorCTReports groupIdentifier accountTemporarilyDisabled accountPermanentlyDisabled estimatedLocation allEmailsReported associatedAccount additionalInfo intendedRecipient victim victimPerson schoolName additionalInfo'.split(
        ' ',
      ),
    );
    after(
      'fileDetails',
      'reportId fileId originalFileName uploadedToEspTimestamp locationOfFile fileViewedByEsp exifViewedByEsp publiclyAvailable fileRelevance fileAnnotations industryClassification originalFileHash ipCaptureEvent deviceId details additionalInfo'.split(
        ' ',
      ),
    );
  });

  it('follows the dialect that the operator sets by their copy', () => {
    const old = xsdOf({ associatedAccountType: 'type', disabledFlags: false, fileName: true, additions2026: false });
    assert.ok(!old.includes('accountPermanentlyDisabled') && !old.includes('"accountType"'));
    assert.ok(!old.includes('ageAssertionDiscrepancy') && !old.includes('informational'));
    assert.match(old, /name="fileName"[\s\S]*name="originalFileName"/);
    assert.match(xsdOf(DIALECT), /<xs:attribute name="accountType">/);
  });
});
