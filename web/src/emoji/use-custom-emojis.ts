import { useEffect, useState } from "react";
import type { CustomEmoji } from "../../../contract/custom-emoji.ts";
import { useErrors } from "../errors/errors-context.tsx";
import { useChat, useChatState } from "../session/chat-context.tsx";

export interface KnownEmojis {
  /** The emoji of the workspace by their names, or undefined while they load. */
  emojis: ReadonlyMap<string, CustomEmoji> | undefined;
  /** Whether the list could not be loaded, for example without a network. */
  hasFailed: boolean;
}

/** Loads the emoji of the workspace. */
export function useCustomEmojis(): KnownEmojis {
  const { client } = useChat();
  const { background } = useErrors();
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    const loading = client.emoji.ensure();
    background(loading, "emoji");
    loading.catch(() => setFailed(true));
  }, [client, background]);
  return { emojis: useChatState((state) => state.emoji), hasFailed };
}
