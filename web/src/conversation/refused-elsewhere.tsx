import { Box } from "@mantine/core";
import type { Timeline } from "../../../client/timelines/timeline.ts";
import { FailedPlace } from "../message/failed-place.tsx";
import classes from "./conversation.module.css";

/**
 * Shows refused edits, deletions and reactions whose message is not loaded, because its own row is not there to explain
 * them and to keep the text.
 */
export function RefusedElsewhere({ timeline: { messages, changes } }: { timeline: Timeline }) {
  const refused = changes.filter(
    ({ failure, messageId }) => failure !== undefined && !messages.some(({ id }) => id === messageId),
  );
  return refused.map((change) => (
    <Box key={change.id} className={classes.refused}>
      <FailedPlace change={change} />
    </Box>
  ));
}
