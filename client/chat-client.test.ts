import { describe, expectTypeOf, test } from "vitest";
import type { ConversationId, MessageId, UserId } from "../contract/ids.ts";
import type { ChatClient } from "./chat-client.ts";
import type { ChatState } from "./chat-state.ts";

type MessageRef = { conversationId: ConversationId; messageId: MessageId };

describe("The types of the public chat client", () => {
  test("refuse a plain string as an id", () => {
    expectTypeOf<ChatClient["open"]>().parameter(0).toEqualTypeOf<ConversationId>();
    expectTypeOf<string>().not.toExtend<Parameters<ChatClient["open"]>[0]>();
    expectTypeOf<UserId>().not.toExtend<Parameters<ChatClient["open"]>[0]>();
  });

  test("name a message by an object with both ids", () => {
    expectTypeOf<ChatClient["messages"]["edit"]>().parameter(0).toExtend<MessageRef>();
    expectTypeOf<ChatClient["messages"]["delete"]>().parameter(0).toExtend<MessageRef>();
    expectTypeOf<ChatClient["messages"]["react"]>().parameter(0).toExtend<MessageRef>();
  });

  test("return the new conversation's id", () => {
    expectTypeOf<ChatClient["conversations"]["create"]>().returns.resolves.toEqualTypeOf<ConversationId>();
  });

  test("offer the methods for programs, without those that only the client calls", () => {
    type Parts = Pick<
      ChatClient,
      "conversations" | "timelines" | "messages" | "saved" | "people" | "presence" | "readPositions"
    >;
    type Methods = { -readonly [Part in keyof Parts]: keyof Parts[Part] };
    expectTypeOf<Methods>().toEqualTypeOf<{
      conversations:
        | "ensure"
        | "create"
        | "createChannel"
        | "join"
        | "update"
        | "updateSettings"
        | "addParticipants"
        | "removeParticipant"
        | "changeRole";
      timelines: "loadOlder" | "loadNewer" | "showNewest" | "hold";
      saved: "set" | "list";
      messages:
        | "send"
        | "load"
        | "take"
        | "forward"
        | "versions"
        | "retry"
        | "discard"
        | "edit"
        | "delete"
        | "react"
        | "pin"
        | "removePreview"
        | "retryChange"
        | "discardChange";
      people: "changeOwn" | "changeSections" | "ensure";
      presence: "setTyping";
      readPositions: "markRead" | "wasReadElsewhere";
    }>();
  });

  test("make the state read-only", () => {
    expectTypeOf<ChatClient["state"]>().toEqualTypeOf<ChatState>();
    expectTypeOf<ChatState["conversations"]>().not.toExtend<Map<unknown, unknown>>();
    expectTypeOf<ChatState["timelines"]>().not.toExtend<Map<unknown, unknown>>();
  });
});
