import type { Message } from "../../../contract/messages.ts";
import type { JobQueue } from "../../platform/queue/job-queue.ts";
import { sendOrLog } from "../../platform/queue/send-or-log.ts";
import type { LinkPreviewJob } from "./link-preview-job.ts";
import { previewedLinks } from "./previewed-links.ts";

/**
 * Queues the previews of a new or edited message, if it has links. A failure is only logged: the message then has no
 * previews.
 */
export async function queueLinkPreviews(
  queue: JobQueue<LinkPreviewJob>,
  { conversationId, id: messageId, content, previews }: Message,
): Promise<void> {
  if (previewedLinks(content).length === 0 && !previews) return;
  await sendOrLog(queue, "link previews not queued", [{ conversationId, messageId }]);
}
