import { expect, test } from "vitest";
import { withStack } from "../support/own-stack.ts";
import { newId, newPeople } from "../support/people.ts";
import { required } from "../support/required.ts";

/** Longer than the test's sends take on a slow machine, so that the bucket refills nothing between them. */
const secondsPerMessage = 60;
const context = {
  sendLimits: {
    user: { burst: 5, perSecond: 1 / secondsPerMessage },
    connection: { burst: 30, perSecond: 0.1 },
  },
};

test("A user who exceeds the send limit is refused with a waiting time over REST and WebSocket, and others can still send", async () => {
  await withStack(
    async (stack) => {
      const [ann, ben] = await newPeople(stack.url, 2);
      const { id } = await ann.startDirect(ben);
      const [socket, other] = [await ann.connect(), await ann.connect()];
      const sendOver = (over: typeof socket, messageId = newId()) =>
        over.request({ action: "message.send", conversationId: id, id: messageId, content: "x" });

      // The burst of five includes messages over both sockets and over REST.
      const first = newId();
      for (const over of [socket, other, socket]) expect((await sendOver(over)).type).toBe("ack");
      expect((await ann.send(id, "x", first)).status).toBe(201);
      expect((await ann.send(id, "x")).status).toBe(201);

      const frame = { action: "message.send", conversationId: id, id: newId(), content: "x" };
      const refused = await other.refused(frame);
      expect(refused.status).toBe(429);
      const retryAfter = required(refused.retryAfter, "waiting time");
      expect(retryAfter).toBeGreaterThan(0);
      expect(retryAfter).toBeLessThanOrEqual(secondsPerMessage);
      const byRest = await ann.answer("sendMessage", {
        params: { id },
        body: { id: newId(), content: "x" },
      });
      expect(byRest.status).toBe(429);
      expect(Number(byRest.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
      expect(Number(byRest.headers.get("retry-after"))).toBeLessThanOrEqual(secondsPerMessage);

      // An accepted message does not count again, and a refused one consumes no sequence number.
      expect((await ann.send(id, "x", first)).status).toBe(200);
      expect((await ben.send(id, "x")).body.seq).toBe(6);
    },
    { context },
  );
});

test("A connection that floods the server with frames is refused, and the user's other connection still works", async () => {
  await withStack(
    async (stack) => {
      const [ann, ben] = await newPeople(stack.url, 2);
      const { id } = await ann.startDirect(ben);
      const flooding = await ann.connect();
      // Each instance counts by itself, so this is more than all instances together accept.
      const frames = 30 * 16;
      for (let at = 0; at < frames; at++) flooding.send({ action: "ping" });
      const answer = await flooding.nextOf("error");
      expect(answer.problem).toMatchObject({ status: 429, retryAfter: expect.any(Number) });
      // The same user's other connection has its own limit.
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
