import { beforeEach, expect, test } from "vitest";
import { Store } from "../store.ts";
import { conversationId, edited, message, messageId, written } from "../testing/examples.ts";
import { failOnReport } from "../testing/test-api.ts";
import { emptyTimeline } from "../timelines/timeline.ts";
import { shownReplies } from "./shown-replies.ts";
import { threadKey } from "./thread-ref.ts";

const rootId = messageId(9);
const place = { conversationId, rootId };
let store: Store;
beforeEach(() => {
  store = new Store(failOnReport);
});

const load = (firstNumber: number) =>
  store.update({
    replies: new Map([
      [
        threadKey(place),
        { ...place, messages: [1, 2].map((at) => message(at, { replyNumber: firstNumber + at - 1 })) },
      ],
    ]),
  });

test("A thread that is not loaded shows only the user's own waiting replies", () => {
  expect(shownReplies(store.state, place)).toEqual({
    messages: [],
    pending: [],
    hasOlder: false,
    isLoaded: false,
  });
  const pending = [written(5, { threadId: rootId })];
  store.update({ timelines: new Map([[conversationId, { ...emptyTimeline, pending }]]) });
  expect(shownReplies(store.state, place).pending).toEqual(pending);
});

test("A thread shows the user's changes of its replies, except for refused ones", () => {
  load(1);
  const refused = { ...edited(2, "refused"), messageId: messageId(2), failure: "Too late." };
  const changes = [edited(1, "mine"), refused, { ...edited(3, "other"), messageId: messageId(8) }];
  store.update({ timelines: new Map([[conversationId, { ...emptyTimeline, changes }]]) });
  expect(shownReplies(store.state, place).messages.map(({ content }) => content)).toEqual([
    "mine",
    "message 2",
  ]);
});

test("A thread shows waiting replies of its own that the server has not stored", () => {
  load(1);
  const mine = written(5, { threadId: rootId });
  const pending = [
    mine,
    written(2, { threadId: rootId }),
    written(6),
    written(7, { threadId: messageId(8) }),
  ];
  store.update({ timelines: new Map([[conversationId, { ...emptyTimeline, pending }]]) });
  expect(shownReplies(store.state, place).pending).toEqual([mine]);
});

test.each([
  [1, false],
  [2, true],
])("A thread whose first loaded reply has the number %i has older ones: %s", (number, hasOlder) => {
  load(number);
  expect(shownReplies(store.state, place)).toMatchObject({ isLoaded: true, hasOlder });
});
