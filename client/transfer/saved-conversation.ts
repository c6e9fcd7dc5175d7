import * as z from "zod/mini";
import { Conversation } from "../../contract/conversations.ts";
import { Message } from "../../contract/messages.ts";
import { User } from "../../contract/users.ts";

/** An exported conversation: its people and all its messages. */
export const SavedConversation = z.extend(
  z.pick(Conversation, {
    id: true,
    name: true,
    isGroupChat: true,
    createdAt: true,
  }),
  {
    format: z.literal("chatflow conversation 1"),
    exportedAt: z.string(),
    /** The participants, and other authors: former participants, and authors of forwarded messages. */
    people: z.array(z.pick(User, { id: true, username: true, fullName: true })),
    messages: z.array(Message),
  },
);
export type SavedConversation = z.infer<typeof SavedConversation>;
