import type { ServerEvent } from "../frames.ts";

/** When the server pushes each event, and to whom. */
export const events: Readonly<Record<ServerEvent["type"], string>> = {
  "message.created": "A participant sent a message. The sending connection gets an `ack` instead.",
  "message.updated":
    "The author edited a message or removed a preview, a participant pinned or unpinned it, or previews of its links arrived.",
  "message.deleted": "A message was deleted. Its content, files and reactions are gone.",
  "reaction.updated": "A participant added or removed a reaction. Contains all reactions of the message.",
  "poll.updated":
    "Participants voted, or a poll was closed. Several votes in a moment cause one event, which contains the latest results.",
  "poll.voted": "You voted on one of your devices. Contains your choices.",
  "read.updated":
    "A participant read up to `seq`. In conversations of more than eight people, only the reader's own devices receive it.",
  typing: "Another participant starts or stops writing. Not in conversations with many open connections.",
  presence: "A user with whom you share a direct conversation or a small group came online or went offline.",
  "user.updated":
    "You or a user you share a conversation with has a new name, picture or status, or has paused notifications.",
  "keywords.updated":
    "You changed the words that notify you on one of your devices. Of two such events, the one with the later `changedAt` counts.",
  "sections.updated":
    "You changed the sections of your conversation list on one of your devices. Of two such events, the one with the later `changedAt` counts.",
  "emoji.updated":
    "A user added an emoji to the workspace or deleted one. Load the list again if you have missed a revision.",
  "conversation.created": "You were added to a conversation, or another user started one with you.",
  "conversation.updated":
    "A group or channel has a new name, picture, description or rule, or was archived or restored.",
  "participant.added":
    "Users were added to a group or joined a channel. Not in channels of more than 100 people.",
  "participant.updated": "A participant has a new role.",
  "participant.removed":
    "A participant left or was removed. The removed user receives it too. In channels of more than 100 people, only the removed user receives it.",
  "settings.updated":
    "You changed a conversation's settings on one of your devices. Of two such events about one conversation, the one with the later `changedAt` counts.",
  "thread.updated":
    "You read, followed or unfollowed a thread on one of your devices. Of two such events about one thread, the one with the later `changedAt` counts.",
  "saved.updated":
    "You saved a message on one of your devices, or removed it from those that you saved. Of two such events about one message, the one with the later `changedAt` counts.",
  "scheduled.updated":
    "You scheduled a message or changed it on one of your devices, or it could not be sent: see `failure`.",
  "scheduled.removed": "One of your scheduled messages was sent or deleted.",
  "draft.updated":
    "You saved, sent or deleted a draft on one of your devices. `content` is empty if the draft was removed.",
  "reminder.updated": "You set a reminder or changed its time on one of your devices.",
  "reminder.removed": "You removed a reminder on one of your devices.",
  "reminder.due": "The time of a reminder has come. It stays in your list until you remove it.",
  "text-reminder.updated": "You set a text reminder or changed it on one of your devices.",
  "text-reminder.removed": "You removed a text reminder on one of your devices.",
  "text-reminder.due": "The time of a text reminder has come. It stays in your list until you remove it.",
  "call.updated": "A call started in one of your conversations, or users joined or left it.",
  "call.ended": "A call is over, was declined or was not answered.",
  "call.declined":
    "You declined the call of a group on one of your devices. It goes on, and no longer rings for you.",
  "call.signal":
    "Another participant of a call sent a signal to this connection. `userId` names the participant. Ignore the signal if you know the seat as that of another user: once a seat was given up, another user can take it.",
  "sessions.ended": "Some of your devices were signed out.",
};
