/** Inputs of which one or several are chosen. What nobody said is not "no". */
import { useWords } from '../../words/use-words.tsx';
import type { InputProps } from './field.tsx';
import { useFormDesk } from './form-desk.ts';
import { valueAt } from './paths.ts';

export function YesNo({ path }: InputProps) {
  const { t } = useWords();
  const { content, set } = useFormDesk();
  const value = valueAt(content, path);
  const choices = [
    { said: true, words: t('yes') },
    { said: false, words: t('no') },
    { said: undefined, words: t('form.notSaid') },
  ];
  return (
    <div className="choice">
      {choices.map(({ said, words }) => (
        <label key={words} className="check">
          <input type="radio" name={path} checked={value === said} onChange={() => set(path, said)} />
          {words}
        </label>
      ))}
    </div>
  );
}

export function Chosen({ field, path }: InputProps) {
  const { content, set } = useFormDesk();
  const value = valueAt(content, path);
  const chosen = Array.isArray(value) ? value : [];
  const options = field.options ?? [];
  function choose(name: string, on: boolean) {
    const next = options.map((option) => option.value).filter((one) => (one === name ? on : chosen.includes(one)));
    set(path, next.length === 0 ? undefined : next);
  }
  return (
    <div className="choice">
      {options.map((option) => (
        <label key={option.value} className="check">
          <input
            type="checkbox"
            checked={chosen.includes(option.value)}
            onChange={(event) => choose(option.value, event.target.checked)}
          />
          {option.label}
        </label>
      ))}
    </div>
  );
}
