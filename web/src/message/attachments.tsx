import { Text } from "@mantine/core";
import { IconDownload, IconFile } from "@tabler/icons-react";
import { lazy, useState } from "react";
import type { Attachment } from "../../../contract/attachments.ts";
import { pictureTypes } from "../../../contract/files.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { Overlay } from "../errors/failures.tsx";
import { SignedImage } from "../files/signed-image.tsx";
import { useAddress } from "../files/use-address.ts";
import { usePageLanguage } from "../i18n/texts.tsx";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";
import { fileSize } from "./file-size.ts";
import classes from "./message.module.css";

const Lightbox = lazy(() => import("./lightbox.tsx"));

/** The maximum size of a picture in a message, in CSS pixels. */
const most = { width: 360, height: 280 };

export interface AttachmentsProps {
  conversationId: ConversationId;
  attachments: readonly Attachment[];
  /** Files can be opened only once the message has been sent. */
  isSent: boolean;
}

/** A message's files. Pictures are shown, and other files have a download link. */
export function Attachments({ conversationId, attachments, isSent }: AttachmentsProps) {
  return (
    <div className={classes.attachments}>
      {attachments.map((attachment) =>
        pictureTypes.has(attachment.contentType) ? (
          <Picture
            key={attachment.id}
            conversationId={conversationId}
            attachment={attachment}
            isSent={isSent}
          />
        ) : (
          <FileLink key={attachment.id} conversationId={conversationId} attachment={attachment} />
        ),
      )}
    </div>
  );
}

interface OneProps {
  conversationId: ConversationId;
  attachment: Attachment;
}

function Picture({ conversationId, attachment, isSent }: OneProps & { isSent: boolean }) {
  const { session } = useSession();
  const [isLarge, setLarge] = useState(false);
  const { id: attachmentId } = attachment;
  const address = useAddress(
    ["attachment", attachmentId],
    () => session.call("getAttachment", { params: { id: conversationId, attachmentId } }),
    isSent,
  );
  const { width = most.width, height = most.height, fileName } = attachment;
  const scale = Math.min(1, most.width / width, most.height / height);
  // Reserves the picture's space before it has loaded, so that the layout does not shift.
  const style = { width: Math.max(48, width * scale), aspectRatio: `${width} / ${height}` };
  return (
    <>
      <button
        type="button"
        className={classes.picture}
        style={style}
        aria-label={fileName}
        onClick={() => setLarge(true)}
      >
        {address && <SignedImage address={address} alt={fileName} loading="lazy" />}
      </button>
      {isLarge && address && (
        <Overlay name="lightbox" onClose={() => setLarge(false)}>
          <Lightbox address={address} fileName={fileName} onClose={() => setLarge(false)} />
        </Overlay>
      )}
    </>
  );
}

function FileLink({ conversationId, attachment }: OneProps) {
  const { session } = useSession();
  const { attempt } = useNotice();
  const { texts, language } = usePageLanguage();
  const { id: attachmentId, fileName, sizeBytes } = attachment;
  const download = async () => {
    const { url } = await session.call("getAttachment", { params: { id: conversationId, attachmentId } });
    const link = document.createElement("a");
    link.href = url;
    link.download = fileName;
    link.click();
  };
  return (
    <button type="button" className={classes.file} onClick={() => void attempt(download())}>
      <IconFile size={28} aria-hidden />
      <span className={classes.fileText}>
        <Text size="sm" truncate component="span" display="block">
          {fileName}
        </Text>
        <Text size="xs" c="dimmed" component="span" display="block">
          {fileSize(sizeBytes, language)}
        </Text>
      </span>
      <IconDownload size={18} role="img" aria-label={texts.message.download} />
    </button>
  );
}
