/** The fixtures of conformance/referrals, which any language can run: made from contents here, checked as files there. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { DIALECT } from './schema/shape.ts';
import { contentAbout, REPORTER } from './testing/at-ncmec.ts';
import { Checker } from './xml/check.ts';
import { writeXml } from './xml/write.ts';

const FOLDER = join(import.meta.dirname, '../../../../conformance/referrals');
const checker = new Checker(DIALECT, null);
const account = { espIdentifier: 'account-1', screenName: 'example' };

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
const least = textOf(writeXml('report', { ...contentAbout('account-1'), reporter: REPORTER }, DIALECT).bytes);
const more = textOf(
  writeXml(
    'report',
    {
      ...contentAbout('account-1', {
        incidentSummary: {
          incidentType: 'Online Enticement of Children for Sexual Acts',
          platform: 'Example',
          reportAnnotations: { minorToMinorInteraction: true },
          incidentDateTime: '2026-11-20T10:00:00+00:00',
        },
        internetDetails: [
          { chatImIncident: { chatClient: 'Example', content: 'Text with <tags>, & signs, Ŵŷ and \u0000.' } },
          { webPageIncident: { url: ['https://example.com/'] } },
        ],
        personOrUserReported: {
          ...account,
          personOrUserReportedPerson: {
            email: [{ type: 'Home', verified: true, value: 'example@example.com' }],
            phone: [{ type: 'Mobile', countryCallingCode: '+44', value: '1632960001' }],
          },
          profileBio: 'x',
          ipCaptureEvent: [{ ipAddress: '192.0.2.1', eventName: 'Login', dateTime: '2026-11-19T09:00:00Z', port: 443 }],
          deviceId: [{ idType: 'IMEI', idValue: '490154203237518' }],
          priorCTReports: ['12345678'],
          accountPermanentlyDisabled: { value: true, disabledDate: '2026-11-21T00:00:00Z', userNotified: false },
          associatedAccount: [{ type: 'Linked', espIdentifier: 'account-2' }],
        },
        victim: [{ victimPerson: { age: 13 }, espIdentifier: 'account-3' }],
      }),
      reporter: REPORTER,
    },
    DIALECT,
  ).bytes,
);
const details = textOf(
  writeXml(
    'fileDetails',
    {
      ...{ reportId: '1001', fileId: '0123456789abcdef0123456789abcdef', originalFileName: 'x'.repeat(2_100) },
      ...{ fileViewedByEsp: false, fileRelevance: 'Reported', fileAnnotations: { liveStreaming: true } },
      originalFileHash: [{ hashType: 'MD5', value: 'd41d8cd98f00b204e9800998ecf8427e' }],
      details: [{ nameValuePair: [{ type: 'EXIF', name: 'Model', value: 'X100' }] }],
    },
    DIALECT,
  ).bytes,
);

const FIXTURES: Readonly<Record<string, string>> = {
  'valid_report_with_the_least.xml': least,
  'valid_report_with_much.xml': more,
  'valid_file_details_with_a_name_that_was_cut.xml': details,
  'invalid_report_out_of_order.xml': least.replace(
    /(<incidentSummary>.*<\/incidentSummary>)(<internetDetails>.*<\/internetDetails>)/,
    '$2$1',
  ),
  'invalid_report_without_internet_details.xml': least.replace(/<internetDetails>.*<\/internetDetails>/, ''),
  'invalid_report_of_two_ways_in_one.xml': least.replace('</chatImIncident>', '</chatImIncident><emailIncident/>'),
  'invalid_report_without_the_time.xml': least.replace(/<incidentDateTime>.*<\/incidentDateTime>/, ''),
  'invalid_report_with_text_in_an_annotation.xml': more.replace(
    '<minorToMinorInteraction/>',
    '<minorToMinorInteraction>true</minorToMinorInteraction>',
  ),
  'invalid_report_with_a_port_too_high.xml': more.replace('<port>443', '<port>65536'),
  'invalid_file_details_with_a_name_too_long.xml': details.replace('<originalFileName>', '<originalFileName>x'),
  'invalid_file_details_without_a_hash_type.xml': details.replace(' hashType="MD5"', ''),
};

describe('fixtures of reports', () => {
  it('are committed as they are made here (UPDATE_REPORTS=1 writes them anew)', () => {
    if (process.env.UPDATE_REPORTS === '1') {
      for (const [name, text] of Object.entries(FIXTURES)) writeFileSync(join(FOLDER, name), text);
    }
    const there = readdirSync(FOLDER).filter((name) => name.endsWith('.xml'));
    assert.deepEqual(there.sort(), Object.keys(FIXTURES).sort());
    for (const name of there) assert.equal(readFileSync(join(FOLDER, name), 'utf8'), FIXTURES[name], name);
  });

  for (const name of readdirSync(FOLDER).filter((one) => one.endsWith('.xml'))) {
    it(`are taken or refused as their names say: ${name}`, () => {
      const faults = checker.faults(readFileSync(join(FOLDER, name)));
      if (name.startsWith('valid_')) assert.deepEqual(faults, []);
      else assert.ok(faults.length > 0);
    });
  }
});
