import type { ReactNode } from "react";
import type { Attachment } from "../../../contract/attachments.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { useAttachment } from "../files/use-attachment.ts";
import classes from "./player.module.css";

export interface PlayerProps {
  conversationId: ConversationId;
  attachment: Attachment;
  /** The link that downloads the file. */
  children: ReactNode;
}

/** A sound or a film, played within the message. The browser loads it when it is played. */
export default function Player({ conversationId, attachment, children }: PlayerProps) {
  const { id: attachmentId, contentType, fileName } = attachment;
  const address = useAttachment({ conversationId, attachmentId });
  const props = { controls: true, preload: "none", src: address?.url, "aria-label": fileName } as const;
  return (
    <div className={classes.player}>
      {contentType.startsWith("video/") ? (
        <video {...props} playsInline onError={address?.renew} />
      ) : (
        <audio {...props} onError={address?.renew} />
      )}
      {children}
    </div>
  );
}
