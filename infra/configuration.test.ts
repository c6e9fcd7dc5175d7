import { describe, expect, test } from "vitest";
import { parseConfiguration } from "./configuration.ts";

describe("The configuration", () => {
  test.each([
    [{ profile: "test" }, /profile: /],
    [{ mailFrom: "nobody" }, /mailFrom: must be an e-mail address/],
    [{ domain: '{"name":"chat.example.com"}' }, /domain: needs a hostedZone/],
    [{ calls: '{"turn":["turn:turn.example.com"]}' }, /calls: needs a turnSecretParameter/],
    [{ calls: '{"stun":["turn:turn.example.com"]}' }, /calls.stun.0: must be addresses like stun:host:3478/],
    [{ calls: '{"isRelayed":true}' }, /calls: needs TURN servers/],
    [{ deliveryConcurrency: "1" }, /deliveryConcurrency: /],
    [{ sendLimits: '{"user":{"burst":0,"perSecond":5}}' }, /sendLimits.user.burst/],
  ])("is refused for %j, with the name of the setting", (context, message) => {
    expect(() => parseConfiguration(context)).toThrow(message);
  });
});
