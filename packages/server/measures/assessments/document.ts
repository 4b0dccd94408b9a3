/** A signed version as a document: what was asked, what was answered and what lay beside it, as it was signed. Pure. */
import type { AnsweredQuestion, AssessmentContent, GradeOfWording, ShownEvidence } from '@kith/contract';
import type { Block, Doc } from '../../documents/index.ts';

const CHECK = 'to be checked against the official text';
const graded = (source: string, wording: GradeOfWording): string =>
  wording === 'quoted' ? source : `${source} (${CHECK})`;

/** @param sha256 of what was signed, as the records keep it */
export function documentOf(content: AssessmentContent, sha256: string): Doc {
  const { kind, number, title, about, law, wording, from, sections, changes, signed, review } = content;
  return {
    ...{ kind: `${kind.replaceAll('_', '-')}-${number}`, language: 'en', title: `${title}, version ${number}` },
    ...{ service: 'Kept in Kith by the service', day: signed.on },
    notes: [
      about,
      'Written by the service. Kith asked and kept it; it does not say whether a duty is met.',
      `Wording that is not quoted from the official text is marked: ${CHECK}.`,
    ],
    sections: [
      {
        title: 'Signing off',
        blocks: [
          {
            kind: 'facts',
            facts: [
              { label: 'Law', text: graded(law, wording) },
              { label: 'Version', text: from === null ? `${number}, the first` : `${number}, from version ${from}` },
              { label: 'Signed off by', text: `${signed.name}, ${signed.position}` },
              { label: 'On', text: signed.on },
              { label: 'To be reviewed by', text: `${review.due}. ${graded(review.source, review.wording)}` },
              { label: 'SHA-256 of what was signed', text: sha256 },
            ],
          },
        ],
      },
      ...sections.map((section) => ({
        title: section.title,
        blocks: [
          ...(section.about === null ? [] : [{ kind: 'text', text: section.about } satisfies Block]),
          ...section.questions.flatMap(blocksOf),
        ],
      })),
      ...(changes.length === 0
        ? []
        : [
            {
              title: 'Planned changes that are considered',
              blocks: [
                {
                  kind: 'list',
                  items: changes.map(({ note, planned }) =>
                    planned === null ? note : `${note} (planned for ${planned})`,
                  ),
                } satisfies Block,
              ],
            },
          ]),
    ],
  };
}

function blocksOf({ ask, source, wording, said, words, evidence }: AnsweredQuestion): Block[] {
  return [
    { kind: 'heading', text: ask },
    { kind: 'text', text: said === null ? words : `${said}\n${words}` },
    ...(evidence.length === 0 ? [] : [{ kind: 'list', items: evidence.map(evidenceLine) } satisfies Block]),
    { kind: 'note', text: graded(source, wording) },
  ];
}

function evidenceLine(evidence: ShownEvidence): string {
  switch (evidence.of) {
    case 'count': {
      const { title, counted } = evidence;
      if (counted === null) return `${title}: not counted`;
      const { from, to, n, least, standing } = counted;
      return `${title}: ${least ? 'at least ' : ''}${n}, ${standing ? `when ${to} ended` : `from ${from} to ${to}`}`;
    }
    case 'measure': {
      const { code, id, known } = evidence;
      if (known === null) return `Measure ${code} ${id}`;
      return `Measure ${code} ${id}, ${graded(`${known.title} (text of ${known.version})`, known.wording)}`;
    }
    case 'document':
      return `${evidence.title}: ${evidence.where}`;
    default:
      return evidence satisfies never;
  }
}
