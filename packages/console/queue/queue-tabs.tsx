import { Link, useSearch } from 'wouter';
import { useWords } from '../words/use-words.tsx';

interface QueueTabsProps {
  queues: readonly { name: string; words: string; count: string }[];
  all: string;
  chosen: string | null;
}

/** Links, not tabs: each is an address that can be kept and sent. */
export function QueueTabs({ queues, all, chosen }: QueueTabsProps) {
  const { t } = useWords();
  const search = useSearch();
  const to = (name: string | null): string => {
    const next = new URLSearchParams(search);
    next.delete('queue');
    if (name !== null) next.set('queue', name);
    const query = next.toString();
    return query === '' ? '/queue' : `/queue?${query}`;
  };
  return (
    <nav className="tabs" aria-label={t('queue.queues')}>
      <ul>
        {[{ name: null, words: t('queue.all'), count: all }, ...queues].map(({ name, words, count }) => (
          <li key={name ?? ''}>
            <Link href={to(name)} className="tab" aria-current={chosen === name ? 'true' : undefined}>
              {words} <span className="tab__count">{count}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
