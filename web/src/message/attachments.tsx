import { Text } from "@mantine/core";
import { IconDownload, IconFile } from "@tabler/icons-react";
import { lazy, useState } from "react";
import type { Attachment } from "../../../contract/attachments.ts";
import { pictureTypes } from "../../../contract/files.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { Overlay } from "../errors/failures.tsx";
import { LazyPart } from "../errors/lazy-part.tsx";
import { FileName } from "../files/file-name.tsx";
import { SignedImage } from "../files/signed-image.tsx";
import { useAttachment } from "../files/use-attachment.ts";
import { usePageLanguage } from "../i18n/texts.tsx";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";
import { fileSize } from "./file-size.ts";
import classes from "./message.module.css";

const Lightbox = lazy(() => import("./lightbox.tsx"));
const Player = lazy(() => import("./player.tsx"));

/** The maximum size of a single picture in a message, in CSS pixels. */
const most = { width: 400, height: 300 };

/** The height of each of several pictures. */
const galleryHeight = 160;

const isPicture = ({ contentType }: Attachment) => pictureTypes.has(contentType);

export interface AttachmentsProps {
  conversationId: ConversationId;
  attachments: readonly Attachment[];
  /** Files can be opened only once the message has been sent. */
  isSent: boolean;
}

/** A message's files. Pictures, sounds and films are shown, and other files have a download link. */
export function Attachments({ conversationId, attachments, isSent }: AttachmentsProps) {
  const [shown, setShown] = useState<number>();
  const pictures = attachments.filter(isPicture);
  const close = () => setShown(undefined);
  return (
    <div className={classes.attachments}>
      {attachments.map((attachment) => {
        const props = { conversationId, attachment };
        if (isPicture(attachment)) {
          const at = pictures.indexOf(attachment);
          const isAlone = pictures.length === 1;
          return (
            <Picture
              key={attachment.id}
              {...props}
              isSent={isSent}
              isAlone={isAlone}
              onOpen={() => isSent && setShown(at)}
            />
          );
        }
        if (isSent && /^(audio|video)\//.test(attachment.contentType)) {
          return (
            <LazyPart key={attachment.id} name="player" fallback={<FileLink {...props} />}>
              <Player {...props}>
                <FileLink {...props} />
              </Player>
            </LazyPart>
          );
        }
        return <FileLink key={attachment.id} {...props} />;
      })}
      {shown !== undefined && (
        <Overlay name="lightbox" onClose={close}>
          <Lightbox conversationId={conversationId} pictures={pictures} first={shown} onClose={close} />
        </Overlay>
      )}
    </div>
  );
}

interface OneProps {
  conversationId: ConversationId;
  attachment: Attachment;
}

interface PictureProps extends OneProps {
  isSent: boolean;
  /** The message has no other picture. */
  isAlone: boolean;
  onOpen: () => void;
}

function Picture({ conversationId, attachment, isSent, isAlone, onOpen }: PictureProps) {
  const address = useAttachment({ conversationId, attachmentId: attachment.id }, isSent);
  const { width = most.width, height = most.height, fileName } = attachment;
  const scale = Math.min(1, most.width / width, most.height / height);
  const ratio = Math.min(2, Math.max(0.6, width / height));
  // Reserves the picture's space before it has loaded, so that the layout does not shift.
  const style = isAlone
    ? { width: Math.max(48, width * scale), aspectRatio: `${width} / ${height}` }
    : { width: galleryHeight * ratio, aspectRatio: ratio };
  return (
    <button type="button" className={classes.picture} style={style} aria-label={fileName} onClick={onOpen}>
      {address && <SignedImage address={address} alt={fileName} loading="lazy" />}
    </button>
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
  const size = fileSize(sizeBytes, language);
  return (
    <button
      type="button"
      className={classes.file}
      // Without it, screen readers would pause before the extension. It contains the visible text word by word (WCAG 2.5.3).
      aria-label={`${fileName} ${size} ${texts.message.download}`}
      onClick={() => void attempt(download())}
    >
      <IconFile size={28} aria-hidden />
      <span className={classes.fileText}>
        <Text size="sm" component="span" display="block">
          <FileName name={fileName} />
        </Text>{" "}
        <Text size="xs" c="dimmed" component="span" display="block">
          {size}
        </Text>
      </span>
      <IconDownload size={18} aria-hidden />
    </button>
  );
}
