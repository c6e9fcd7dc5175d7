import * as z from "zod/mini";

/** The devices that a participant has turned on. Clients send it to each other over a data channel. */
export const PeerState = z.object({ isMuted: z.boolean(), hasCamera: z.boolean(), hasScreen: z.boolean() });
export type PeerState = z.infer<typeof PeerState>;
