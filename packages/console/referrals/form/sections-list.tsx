/** The parts of a form and how far each is: a list that leads to them. */
import { Button } from 'react-aria-components';
import { useWords } from '../../words/use-words.tsx';
import { goToSection, openAll } from './form-desk.ts';
import type { StandingSection } from './sections.ts';

interface SectionsListProps {
  sections: readonly StandingSection[];
  /** of the element of each */
  idOf(section: StandingSection): string;
}

export function SectionsList({ sections, idOf }: SectionsListProps) {
  const { t } = useWords();
  return (
    <nav className="form-sections" aria-label={t('form.sections')}>
      <ol>
        {sections.map((one) => (
          <li key={one.section.title}>
            <Button className="link" onPress={() => goToSection(idOf(one))}>
              {one.section.title}
            </Button>{' '}
            <span className={one.state === 'wrong' ? 'tag tag--strong' : 'quiet'}>
              {t(`form.state.${one.state}`, { count: one.count })}
            </span>
          </li>
        ))}
      </ol>
      <p className="buttons">
        <Button className="button button--quiet" onPress={openAll}>
          {t('form.openAll')}
        </Button>
      </p>
    </nav>
  );
}
