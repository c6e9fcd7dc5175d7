import { useEffect } from "react";
import type { ChatClient } from "../../../client/chat-client.ts";
import { useClientIfAny } from "../session/chat-context.tsx";
import { followState } from "./follow-state.ts";
import { queryClient } from "./query-client.ts";

let followed: { client: ChatClient; stop: () => void } | undefined;

/** Returns the page's query client, which follows the chat client from the first query on. */
export function useFollowedQueries(): typeof queryClient {
  const client = useClientIfAny();
  useEffect(() => {
    if (!client || followed?.client === client) return;
    followed?.stop();
    followed = { client, stop: followState(queryClient, client) };
  }, [client]);
  return queryClient;
}
