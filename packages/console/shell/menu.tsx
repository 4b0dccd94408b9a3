import { useState } from 'react';
import { Button } from 'react-aria-components';
import { Link } from 'wouter';
import type { Place } from '../actions/go.ts';
import { useDesk, useMay } from '../api/use-api.tsx';
import { useWords } from '../words/use-words.tsx';
import { MenuGroup } from './menu-group.tsx';
import { menuOf } from './places.ts';

/** Where one can go; what one may not see isn't there. On a narrow screen it opens with a button. */
export function Menu({ path }: { path: string }) {
  const { t } = useWords();
  const { session } = useDesk();
  const may = useMay();
  const [open, setOpen] = useState(false);
  const link = (name: Place, after?: () => void) => (
    <li key={name}>
      <Link
        href={`/${name}`}
        className="menu__link"
        aria-current={path === `/${name}` ? 'page' : undefined}
        onClick={() => {
          setOpen(false);
          after?.();
        }}
      >
        {t(`screen.${name}`)}
      </Link>
    </li>
  );
  return (
    <nav className="menu" aria-label={t('shell.menu')} data-open={open}>
      <Button className="button button--quiet menu__button" aria-expanded={open} onPress={() => setOpen(!open)}>
        {t('shell.menu')}
      </Button>
      <ul className="menu__list">
        {menuOf(may).map((item) =>
          'place' in item ? (
            link(item.place)
          ) : (
            <MenuGroup
              key={item.group}
              name={t(`menu.${item.group}`)}
              isHere={item.places.some((place) => path === `/${place}`)}
            >
              {(close) => item.places.map((place) => link(place, close))}
            </MenuGroup>
          ),
        )}
      </ul>
      <p className="menu__who" title={t('shell.who', { pseudonym: session.pseudonym })}>
        {session.pseudonym}
      </p>
    </nav>
  );
}
