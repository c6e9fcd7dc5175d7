import { ActionIcon, Modal, Text, useDirection } from "@mantine/core";
import { useWindowEvent } from "@mantine/hooks";
import {
  IconChevronLeft,
  IconChevronRight,
  IconDownload,
  IconX,
  IconZoomIn,
  IconZoomOut,
} from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { Attachment } from "../../../contract/attachments.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { FileName } from "../files/file-name.tsx";
import { SignedImage } from "../files/signed-image.tsx";
import { useAttachment } from "../files/use-attachment.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useBackToClose } from "../overlays/use-back-to-close.ts";
import classes from "./lightbox.module.css";
import { useZoom } from "./use-zoom.ts";

export interface LightboxProps {
  conversationId: ConversationId;
  /** The pictures of one message. */
  pictures: readonly Attachment[];
  /** The position of the picture to show first. */
  first: number;
  onClose: () => void;
}

/** The pictures of a message, one at a time, in the whole window. */
export default function Lightbox(props: LightboxProps) {
  const { pictures, first, onClose } = props;
  useBackToClose(onClose);
  const [at, setAt] = useState(first);
  const picture = pictures[at];
  const step = (by: number) => setAt((now) => (now + by + pictures.length) % pictures.length);
  return picture && <Shown {...props} picture={picture} at={at} onStep={step} />;
}

interface ShownProps extends LightboxProps {
  picture: Attachment;
  at: number;
  onStep: (by: number) => void;
}

function Shown({ conversationId, pictures, picture, at, onStep, onClose }: ShownProps) {
  const texts = useFeatureTexts().lightbox;
  const address = useAttachment({ conversationId, attachmentId: picture.id });
  const zoom = useZoom(picture.id);
  const forward = useDirection().dir === "rtl" ? -1 : 1;
  // The focus may still be elsewhere while the dialog appears.
  useWindowEvent("keydown", (event) => {
    const keys: Record<string, () => void> = {
      ArrowLeft: () => onStep(-forward),
      ArrowRight: () => onStep(forward),
      "+": () => zoom.by(1.5),
      "-": () => zoom.by(1 / 1.5),
      "0": zoom.reset,
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  const button = (label: string, icon: ReactNode, onClick: () => void) => (
    <ActionIcon size={44} variant="subtle" color="gray.0" aria-label={label} title={label} onClick={onClick}>
      {icon}
    </ActionIcon>
  );
  return (
    <Modal.Root opened onClose={onClose} fullScreen>
      <Modal.Content className={classes.lightbox ?? ""} aria-label={picture.fileName}>
        <header className={classes.bar}>
          <Text size="sm" component="div" flex={1} miw={0}>
            <FileName name={picture.fileName} />
          </Text>
          {pictures.length > 1 && (
            <Text size="sm" role="status">
              {texts.position({ at: at + 1, count: pictures.length })}
            </Text>
          )}
          {button(texts.zoomOut, <IconZoomOut size={22} />, () => zoom.by(1 / 1.5))}
          {button(texts.zoomIn, <IconZoomIn size={22} />, () => zoom.by(1.5))}
          <ActionIcon
            component="a"
            href={address?.url}
            download={picture.fileName}
            size={44}
            variant="subtle"
            color="gray.0"
            aria-label={texts.download}
            title={texts.download}
          >
            <IconDownload size={22} />
          </ActionIcon>
          {button(texts.close, <IconX size={22} />, onClose)}
        </header>
        <div className={classes.stage} data-zoomed={zoom.isZoomed} {...zoom.handlers}>
          {address && (
            <div className={classes.picture} style={zoom.style}>
              <SignedImage address={address} alt={picture.fileName} />
            </div>
          )}
        </div>
        {pictures.length > 1 && (
          <>
            <div className={classes.previous}>
              {button(texts.previous, <IconChevronLeft size={28} />, () => onStep(-1))}
            </div>
            <div className={classes.next}>
              {button(texts.next, <IconChevronRight size={28} />, () => onStep(1))}
            </div>
          </>
        )}
      </Modal.Content>
    </Modal.Root>
  );
}
