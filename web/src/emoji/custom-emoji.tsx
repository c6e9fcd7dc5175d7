import { useReducedMotion } from "@mantine/hooks";
import { type SyntheticEvent, useState } from "react";
import classes from "./custom-emoji.module.css";
import { EmojiPlace } from "./emoji-place.tsx";
import { useCustomEmojis } from "./use-custom-emojis.ts";
import { useEmojiPicture } from "./use-emoji-picture.ts";

/** Replaces a picture by its first frame, so that it does not move. */
function stop({ currentTarget: image }: SyntheticEvent<HTMLImageElement>): void {
  if (image.src.startsWith("data:")) return;
  const canvas = document.createElement("canvas");
  canvas.width = 128;
  canvas.height = 128;
  const scale = 128 / Math.max(image.naturalWidth, image.naturalHeight, 1);
  const [width, height] = [image.naturalWidth * scale, image.naturalHeight * scale];
  canvas.getContext("2d")?.drawImage(image, (128 - width) / 2, (128 - height) / 2, width, height);
  image.src = canvas.toDataURL();
}

/** The picture of an emoji of the workspace, or its name as typed if there is none or it does not load. */
export default function CustomEmoji({ text }: { text: string }) {
  const { emojis, hasFailed } = useCustomEmojis();
  const emoji = emojis?.get(text.slice(1, -1));
  const address = useEmojiPicture(emoji?.id);
  const isStill = useReducedMotion();
  const [failedUrl, setFailedUrl] = useState<string>();
  if (!emoji && (emojis || hasFailed)) return <span data-unknown>{text}</span>;
  if (!address) return <EmojiPlace text={text} />;
  // Another address replaces one that has expired, and then the picture is shown again.
  if (address.url === failedUrl) return <span data-unknown>{text}</span>;
  return (
    <img
      className={classes.picture}
      src={address.url}
      alt={text}
      title={text}
      decoding="async"
      draggable={false}
      data-picture
      onError={() => {
        setFailedUrl(address.url);
        address.renew();
      }}
      {...(isStill && { onLoad: stop })}
    />
  );
}
