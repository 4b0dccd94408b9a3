import { useState } from 'react';
import { Button } from 'react-aria-components';
import { Link } from 'wouter';
import { PLACES } from '../actions/go.ts';
import { useDesk, useMay } from '../api/use-api.tsx';
import { useWords } from '../words/use-words.tsx';

/** Where one can go; what one may not see isn't there. On a narrow screen it opens with a button. */
export function Menu({ path }: { path: string }) {
  const { t } = useWords();
  const { session } = useDesk();
  const may = useMay();
  const [open, setOpen] = useState(false);
  return (
    <nav className="menu" aria-label={t('shell.menu')} data-open={open}>
      <Button className="button button--quiet menu__button" aria-expanded={open} onPress={() => setOpen(!open)}>
        {t('shell.menu')}
      </Button>
      <ul className="menu__list">
        {PLACES.filter(({ needs }) => needs === null || may(needs)).map(({ name }) => (
          <li key={name}>
            <Link
              href={`/${name}`}
              className="menu__link"
              aria-current={path === `/${name}` ? 'page' : undefined}
              onClick={() => setOpen(false)}
            >
              {t(`screen.${name}`)}
            </Link>
          </li>
        ))}
      </ul>
      <p className="menu__who" title={t('shell.who', { pseudonym: session.pseudonym })}>
        {session.pseudonym}
      </p>
    </nav>
  );
}
