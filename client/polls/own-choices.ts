/** The user's choices in a poll, as of a version of the poll. */
export interface OwnChoices {
  readonly choices: readonly number[];
  readonly version: number;
}
