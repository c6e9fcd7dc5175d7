import { everyoneIn } from "../../domain/events/announcements.ts";
import { pollUpdated } from "../../domain/polls/announce-poll.ts";
import { getPoll, listVoters } from "../../domain/polls/read.ts";
import { castVote, closePoll } from "../../domain/polls/vote.ts";
import { type Handlers, ok } from "../../platform/http/rest-function.ts";
import { announcements, db } from "./context.ts";
import { changeOf, type MessageRequest } from "./message-request.ts";

const pollOf = ({ params, userId }: MessageRequest) => ({
  conversationId: params.id,
  messageId: params.messageId,
  readerId: userId,
});

/** The routes of polls. */
export const pollRoutes: Handlers<"getPoll" | "vote" | "closePoll" | "listVoters"> = {
  getPoll: async (request) => ok(await db.read(request.since, (from) => getPoll(from, pollOf(request)))),
  vote: async (request) => {
    const change = changeOf(request);
    const { poll, choices, isChanged, isToAnnounce } = await castVote(db, change, request.body.choices);
    const { conversationId, messageId, callerId } = change;
    if (isToAnnounce) await announcements.announcePoll(conversationId, messageId);
    if (isChanged)
      await announcements.announce({
        event: { type: "poll.voted", conversationId, messageId, poll, choices },
        audience: { of: "people", userIds: [callerId] },
      });
    return ok({ poll, choices });
  },
  closePoll: async (request) => {
    const { message, choices } = await closePoll(db, changeOf(request));
    await announcements.announce({
      event: pollUpdated(message),
      audience: everyoneIn(message.conversationId),
    });
    return ok({ poll: message.poll, choices });
  },
  listVoters: async (request) =>
    ok(
      await db.read(request.since, (from) =>
        listVoters(from, pollOf(request), request.params.option, request.query),
      ),
    ),
};
