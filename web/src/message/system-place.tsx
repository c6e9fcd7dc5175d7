import { lazy } from "react";
import type { Message } from "../../../contract/messages.ts";
import { LazyPart } from "../errors/lazy-part.tsx";

const SystemText = lazy(() => import("./system-text.tsx"));

/** The sentence of a message that reports a change. Its code loads with the first one. The server's words stand in. */
export const SystemPlace = ({ message }: { message: Message }) => (
  <LazyPart name="report" fallback={message.content}>
    <SystemText message={message} />
  </LazyPart>
);
