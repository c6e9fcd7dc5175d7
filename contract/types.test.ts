import { describe, expectTypeOf, test } from "vitest";
import type * as z from "zod/mini";
import type { Account } from "./accounts.ts";
import type { Attachment } from "./attachments.ts";
import type { Conversation } from "./conversations.ts";
import type { Forwarded } from "./forwarding.ts";
import type { ClientFrame, ServerEvent, ServerFrame } from "./frames.ts";
import type { AttachmentId, ConnectionId, ConversationId, MessageId, PictureId, UserId } from "./ids.ts";
import type { LinkPreview } from "./link-previews.ts";
import type { Mentions, Message, NewMessage, Reaction, SendMessageFrame } from "./messages.ts";
import type { Participant, ParticipantRole } from "./participants.ts";
import type { Poll } from "./polls.ts";
import type { ReadAck, ReadPosition } from "./read-positions.ts";
import type { Route } from "./route.ts";
import type { RouteName, routes } from "./routes.ts";
import type { Session } from "./sessions.ts";
import type { SyncFrame } from "./sync.ts";
import type { SystemEvent } from "./system-messages.ts";
import type { User } from "./users.ts";

type Routes = typeof routes;
type Body<Name extends RouteName> = Routes[Name] extends { body: infer S extends z.ZodMiniType } ? S : never;
type Query<Name extends RouteName> = Routes[Name] extends { query: infer S extends z.ZodMiniType }
  ? S
  : never;
type Params<Name extends RouteName> = Routes[Name] extends { params: infer S extends z.ZodMiniType }
  ? S
  : never;
type Event<Type extends ServerEvent["type"]> = Extract<ServerEvent, { type: Type }>;
type Frame<Action extends ClientFrame["action"]> = Extract<ClientFrame, { action: Action }>;

describe("The contract's types", () => {
  test("keep ids of different kinds apart, and reject unparsed strings", () => {
    type Ids = [UserId, ConversationId, MessageId, AttachmentId, PictureId, ConnectionId];
    expectTypeOf<Ids[number]>().toExtend<string>();
    expectTypeOf<string>().not.toExtend<Ids[number]>();
    expectTypeOf<UserId>().not.toExtend<Exclude<Ids[number], UserId>>();
    expectTypeOf<ConversationId>().not.toExtend<Exclude<Ids[number], ConversationId>>();
    expectTypeOf<MessageId>().not.toExtend<Exclude<Ids[number], MessageId>>();
    expectTypeOf<AttachmentId>().not.toExtend<Exclude<Ids[number], AttachmentId>>();
    expectTypeOf<PictureId>().not.toExtend<Exclude<Ids[number], PictureId>>();
    expectTypeOf<ConnectionId>().not.toExtend<Exclude<Ids[number], ConnectionId>>();
  });

  test("give a message everything that a client shows", () => {
    expectTypeOf<Message>().toEqualTypeOf<{
      id: MessageId;
      conversationId: ConversationId;
      seq: number;
      senderId: UserId;
      content: string;
      createdAt: string;
      editedAt?: string | undefined;
      deletedAt?: string | undefined;
      replyTo?: MessageId | undefined;
      threadId?: MessageId | undefined;
      alsoInConversation?: true | undefined;
      replyNumber?: number | undefined;
      replyCount?: number | undefined;
      lastReplyAt?: string | undefined;
      replierIds?: UserId[] | undefined;
      reactions: Reaction[];
      previews?: LinkPreview[] | undefined;
      mentions?: Mentions | undefined;
      attachments?: Attachment[] | undefined;
      forwarded?: Forwarded | undefined;
      poll?: Poll | undefined;
      system?: SystemEvent | undefined;
      pinnedAt?: string | undefined;
      pinnedBy?: UserId | undefined;
      revision?: number | undefined;
    }>();
    expectTypeOf<Reaction>().toEqualTypeOf<{ emoji: string; userIds: UserId[] }>();
  });

  test("give a conversation its last message and its first participants", () => {
    expectTypeOf<Conversation["lastMessage"]>().toEqualTypeOf<Message | null>();
    expectTypeOf<Conversation["participants"]>().toEqualTypeOf<Participant[]>();
    expectTypeOf<Conversation["name"]>().toEqualTypeOf<string | null>();
    expectTypeOf<ParticipantRole>().toEqualTypeOf<"owner" | "admin" | "member">();
  });

  test("keep the e-mail address out of the user that others see", () => {
    expectTypeOf<Account>().toExtend<User>();
    expectTypeOf<Account>().toHaveProperty("email");
    expectTypeOf<User>().not.toHaveProperty("email");
    expectTypeOf<Participant["user"]>().toEqualTypeOf<User>();
  });

  test("make each route a `Route` with literal method and path", () => {
    expectTypeOf<Routes>().toExtend<Record<RouteName, Route>>();
    expectTypeOf<Routes["sendMessage"]["method"]>().toEqualTypeOf<"POST">();
    expectTypeOf<Routes["getUser"]["path"]>().toEqualTypeOf<"/users/{id}">();
    expectTypeOf<Routes["login"]["access"]>().toEqualTypeOf<"public">();
    expectTypeOf<Routes["getMe"]["access"]>().toEqualTypeOf<"signed-in">();
  });

  test("tie each route to its parameters, body and answers", () => {
    expectTypeOf<z.output<Params<"editMessage">>>().toEqualTypeOf<{
      id: ConversationId;
      messageId: MessageId;
    }>();
    expectTypeOf<z.output<Body<"sendMessage">>>().toEqualTypeOf<NewMessage>();
    expectTypeOf<z.output<Routes["sendMessage"]["answers"][201]>>().toEqualTypeOf<Message>();
    expectTypeOf<z.output<Routes["sendMessage"]["answers"][200]>>().toEqualTypeOf<Message>();
    expectTypeOf<z.output<Routes["createConversation"]["answers"][201]>>().toEqualTypeOf<Conversation>();
    expectTypeOf<z.output<Routes["register"]["answers"][201]>>().toEqualTypeOf<Session>();
    expectTypeOf<z.output<Routes["markRead"]["answers"][200]>>().toEqualTypeOf<ReadPosition>();
    expectTypeOf<Routes["deleteMessage"]["answers"][204]>().toEqualTypeOf<null>();
    expectTypeOf<Body<"logout">>().toBeNever();
  });

  test("turn a query's text into numbers", () => {
    expectTypeOf<z.input<Query<"listMessages">>["limit"]>().toEqualTypeOf<string | undefined>();
    expectTypeOf<z.output<Query<"listMessages">>["limit"]>().toEqualTypeOf<number | undefined>();
  });

  test("discriminate client frames by their action", () => {
    expectTypeOf<ClientFrame["action"]>().toEqualTypeOf<
      | "message.send"
      | "read"
      | "sync"
      | "typing"
      | "ping"
      | "call.join"
      | "call.leave"
      | "call.decline"
      | "call.signal"
    >();
    expectTypeOf<Frame<"message.send">>().toEqualTypeOf<SendMessageFrame>();
    expectTypeOf<SendMessageFrame>().toExtend<NewMessage>();
    expectTypeOf<SyncFrame["conversations"]>().toEqualTypeOf<Record<ConversationId, number>>();
    expectTypeOf<Frame<"ping">>().toEqualTypeOf<{ action: "ping" }>();
  });

  test("discriminate server events by their type", () => {
    expectTypeOf<ServerEvent["type"]>().toEqualTypeOf<
      | "message.created"
      | "message.updated"
      | "message.deleted"
      | "reaction.updated"
      | "poll.updated"
      | "poll.voted"
      | "read.updated"
      | "saved.updated"
      | "typing"
      | "presence"
      | "user.updated"
      | "keywords.updated"
      | "sections.updated"
      | "conversation.created"
      | "conversation.updated"
      | "participant.added"
      | "participant.updated"
      | "participant.removed"
      | "settings.updated"
      | "thread.updated"
      | "scheduled.updated"
      | "scheduled.removed"
      | "draft.updated"
      | "emoji.updated"
      | "reminder.updated"
      | "reminder.removed"
      | "reminder.due"
      | "text-reminder.updated"
      | "text-reminder.removed"
      | "text-reminder.due"
      | "sessions.ended"
      | "call.updated"
      | "call.declined"
      | "call.ended"
      | "call.signal"
    >();
    expectTypeOf<Event<"message.created">>().toEqualTypeOf<{
      type: "message.created";
      message: Message;
      followerIds?: UserId[] | undefined;
    }>();
    expectTypeOf<Event<"user.updated">["user"]>().toEqualTypeOf<User>();
    expectTypeOf<Event<"reaction.updated">["reactions"]>().toEqualTypeOf<Reaction[]>();
    expectTypeOf<Event<"conversation.updated">["conversation"]>().not.toHaveProperty("unreadCount");
  });

  test("discriminate replies from events by their type", () => {
    type Reply = Exclude<ServerFrame, ServerEvent>;
    expectTypeOf<Reply["type"]>().toEqualTypeOf<"ack" | "sync" | "error" | "pong">();
    expectTypeOf<ReadAck>().toExtend<ReadPosition>();
  });
});
