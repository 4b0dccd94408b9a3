/** What somebody writes in a few lines: a reason, a note. */

/** What the contract takes of a reason or a note (its NOTE_LENGTH_MAX, whose values the console does not bundle), UTF-16 units. */
const TEXT_LENGTH_MAX = 8_000;

interface TextRowProps {
  label: string;
  value: string;
  onChange(value: string): void;
  rows?: number;
  /** UTF-16 units */
  least?: number;
  /** UTF-16 units */
  most?: number;
  isRequired?: boolean;
  /** it is what somebody has just asked for: it has the focus at once */
  isFirst?: boolean;
}

export function TextRow(props: TextRowProps) {
  const { label, value, onChange, rows = 4, least, most = TEXT_LENGTH_MAX, isRequired = true, isFirst = false } = props;
  return (
    <label className="form__row">
      {label}
      <textarea
        className="field"
        rows={rows}
        minLength={least}
        maxLength={most}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        // biome-ignore lint/a11y/noAutofocus: only where somebody has just asked for it
        autoFocus={isFirst}
        required={isRequired}
      />
    </label>
  );
}
