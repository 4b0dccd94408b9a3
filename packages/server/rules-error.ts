/** A file of the operator's that can't be used. Its message names the places. In a file of its own: every command knows it, few need rules. */
export class RulesError extends Error {
  override readonly name = 'RulesError';
}
