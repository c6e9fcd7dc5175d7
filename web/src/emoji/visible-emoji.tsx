import { useIntersection } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { EmojiName } from "./emoji-name.tsx";

/** The picture of an emoji in a long list. It loads when the user scrolls to it. */
export function VisibleEmoji({ text }: { text: string }) {
  const { ref, entry } = useIntersection();
  const [wasVisible, setWasVisible] = useState(false);
  const isVisible = entry?.isIntersecting ?? false;
  useEffect(() => {
    if (isVisible) setWasVisible(true);
  }, [isVisible]);
  return <span ref={ref}>{wasVisible ? <EmojiName text={text} /> : "\u2002"}</span>;
}
