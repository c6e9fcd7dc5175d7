import { lazy, type ReactNode } from "react";
import type { Message } from "../../../contract/messages.ts";
import type { Poll } from "../../../contract/polls.ts";
import { LazyPart } from "../errors/lazy-part.tsx";

const PollCard = lazy(() => import("./poll-card.tsx"));

export interface PollPlaceProps {
  message: Message;
  poll: Poll;
  runsGroup: boolean;
  /** The text of the message, while the card loads and if it fails. */
  children: ReactNode;
}

/** The place of a poll in its message. */
export function PollPlace({ message, poll, runsGroup, children }: PollPlaceProps) {
  return (
    <LazyPart name="poll" fallback={children}>
      <PollCard message={message} poll={poll} runsGroup={runsGroup} />
    </LazyPart>
  );
}
