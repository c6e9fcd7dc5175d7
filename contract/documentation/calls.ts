import type { callRoutes } from "../calls.ts";
import type { Concept, RouteDocumentation } from "./concept.ts";
import { call } from "./examples.ts";

export const calls: Concept = {
  title: "Calls",
  introduction:
    "Up to six participants of a conversation talk and show their screens over WebRTC. Clients join, leave and negotiate over the WebSocket. Media goes from client to client, or through a TURN server.",
  routes: {
    listCalls: {
      summary: "List the calls in your conversations",
      description: "Fetch it on each new connection. Events report all changes afterwards.",
      example: { answer: { items: [call] } },
    },
  } satisfies Record<keyof typeof callRoutes, RouteDocumentation>,
  fields: {
    Call: {
      isRinging:
        "The call of a direct conversation or of a group of up to six people has no answer yet. A group's call stops ringing after 45 seconds and goes on.",
      ringing:
        "The participants for whom it rings: they have neither joined nor declined the call. In a group, it goes on ringing for them after the first answer. Absent from servers of older releases.",
      participants: "The users in the call, in the order in which they joined.",
      version: "Grows with each change. The higher one is newer.",
    },
  },
};
