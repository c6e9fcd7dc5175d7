import { lazy } from "react";
import type { OutboxMessage } from "../../../client/outbox/outbox.ts";
import type { OutboxChange } from "../../../client/outbox/outbox-change.ts";
import { LazyPart } from "../errors/lazy-part.tsx";

const Failed = lazy(() => import("./failed.tsx"));

/** The explanation of a message or a change that the server has refused. Its code loads when there is one. */
export function FailedPlace(props: { message: OutboxMessage } | { change: OutboxChange }) {
  return (
    <LazyPart name="failed message" fallback={null}>
      <Failed {...props} />
    </LazyPart>
  );
}
