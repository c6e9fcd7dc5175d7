import type { CallSignal } from "../../contract/calls.ts";

/** A signal with a description and a candidate, as a browser makes them. */
export const callSignalOf = (type: "offer" | "answer"): CallSignal => ({
  description: { type, sdp: "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n" },
  candidates: [
    {
      candidate: "candidate:1 1 udp 2113937151 a.local 54321 typ host",
      sdpMid: "0",
      sdpMLineIndex: 0,
      usernameFragment: "x",
    },
  ],
});
