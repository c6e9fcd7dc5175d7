import { expect, test } from "vitest";
import type { Problem } from "../../contract/problem.ts";
import { withStack } from "../support/own-stack.ts";
import { newId, newPeople } from "../support/people.ts";

const context = {
  sendLimits: { user: { burst: 5, perSecond: 0.5 }, connection: { burst: 30, perSecond: 0.1 } },
};

test("who sends too fast is told when to go on, over REST and the socket alike, and others are not held up", async () => {
  await withStack(
    async (stack) => {
      const [ann, ben] = await newPeople(stack.url, 2);
      const { id } = await ann.startDirect(ben);
      const [socket, other] = [await ann.connect(), await ann.connect()];
      const sendOver = (over: typeof socket, messageId = newId()) =>
        over.request({ action: "message.send", conversationId: id, id: messageId, content: "x" });

      // Five at once, however they are sent.
      const first = newId();
      for (const over of [socket, other, socket]) expect((await sendOver(over)).type).toBe("ack");
      expect((await ann.send(id, "x", first)).status).toBe(201);
      expect((await ann.send(id, "x")).status).toBe(201);

      const refused = await sendOver(other);
      expect(refused.type).toBe("error");
      expect(refused.problem).toMatchObject({ status: 429, retryAfter: expect.any(Number) });
      const { retryAfter = 0 } = refused.problem as Problem & { retryAfter?: number };
      expect(retryAfter).toBeGreaterThan(0);
      expect(retryAfter).toBeLessThanOrEqual(2);
      const byRest = await ann.answer("sendMessage", {
        params: { id },
        body: { id: newId(), content: "x" },
      });
      expect(byRest.status).toBe(429);
      expect(Number(byRest.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
      expect(Number(byRest.headers.get("retry-after"))).toBeLessThanOrEqual(2);

      // What was accepted is not counted again, and a refusal burns no number.
      expect((await ann.send(id, "x", first)).status).toBe(200);
      expect((await ben.send(id, "x")).body.seq).toBe(6);
    },
    { context },
  );
});

test("a flood of frames on one connection is refused before anything is done for it", async () => {
  await withStack(
    async (stack) => {
      const [ann, ben] = await newPeople(stack.url, 2);
      const { id } = await ann.startDirect(ben);
      const flooding = await ann.connect();
      // Each instance counts for itself: at most so many of them run.
      const frames = 30 * 16;
      for (let at = 0; at < frames; at++) flooding.send({ action: "ping" });
      const answer = await flooding.nextOf("error");
      expect(answer.problem).toMatchObject({ status: 429, retryAfter: expect.any(Number) });
      // The connection stays open, and another one of the same person's works.
      const calm = await ann.connect();
      const ack = await calm.request({
        action: "message.send",
        conversationId: id,
        id: newId(),
        content: "x",
      });
      expect(ack.type).toBe("ack");
    },
    { context },
  );
});
