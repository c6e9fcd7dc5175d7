import { useEffect } from "react";
import type { CustomEmoji } from "../../../contract/custom-emoji.ts";
import { useErrors } from "../errors/errors-context.tsx";
import { useChat, useChatState } from "../session/chat-context.tsx";

/** Returns the emoji of the workspace by their names, or undefined while they load. */
export function useCustomEmojis(): ReadonlyMap<string, CustomEmoji> | undefined {
  const { client } = useChat();
  const { background } = useErrors();
  useEffect(() => background(client.emoji.ensure(), "emoji"), [client, background]);
  return useChatState((state) => state.emoji);
}
