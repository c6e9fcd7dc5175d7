import type { NewPoll, Poll } from "../../../contract/polls.ts";

/** Returns a new poll, which has no votes. */
export const startedPoll = ({
  question,
  options,
  isMultiple = false,
  isAnonymous = false,
  closesAt,
}: NewPoll): Poll => ({
  question,
  options: options.map((text) => ({ text, votes: 0 })),
  voterCount: 0,
  isMultiple,
  isAnonymous,
  ...(closesAt !== undefined && { closesAt }),
  version: 0,
});
