import { useEffect } from "react";
import type { ChatState } from "../../../client/chat-state.ts";
import { all } from "../../../client/http/pages.ts";
import type { Channel } from "../../../contract/channels.ts";
import { kindOf } from "../../../contract/conversations.ts";
import { limits } from "../../../contract/limits.ts";
import { useQuery } from "../queries/use-query.ts";
import { useChatState } from "../session/chat-context.tsx";
import { useSession } from "../session/session-context.tsx";
import { ChannelNames, type SuggestedChannel } from "./channel-names.ts";
import { lookUpNames } from "./unknown-names.ts";

interface KnownChannel extends SuggestedChannel {
  createdAt: string;
}

/** The channels that the user is in or can join, and their names. */
export interface KnownChannels {
  channels: readonly SuggestedChannel[];
  names: ChannelNames;
}

/** How many pages of the list of channels are fetched at most. Further channels are known once the user has joined them. */
const mostPages = 10;

/** The order for channels whose names have the same form. */
const earliestFirst = (one: KnownChannel, other: KnownChannel) =>
  one.createdAt < other.createdAt || (one.createdAt === other.createdAt && one.id < other.id) ? -1 : 1;

/** The same array as long as no channel has changed, so that a new message renders no other. */
let joined: readonly KnownChannel[] = [];
let joinedOf: ChatState["conversations"] | undefined;

function joinedChannels({ conversations }: ChatState): readonly KnownChannel[] {
  if (conversations === joinedOf) return joined;
  joinedOf = conversations;
  const found: KnownChannel[] = [];
  for (const conversation of conversations.values()) {
    const { id, name, topic, createdAt, archivedAt } = conversation;
    if (kindOf(conversation) !== "channel" || name === null) continue;
    found.push({ id, name, topic, createdAt, isJoined: true, isArchived: archivedAt !== undefined });
  }
  found.sort(earliestFirst);
  const isSame = ({ id, name, topic, isArchived }: KnownChannel, at: number) => {
    const before = joined[at];
    return (
      before?.id === id && before.name === name && before.topic === topic && before.isArchived === isArchived
    );
  };
  if (found.length !== joined.length || !found.every(isSame)) joined = found;
  return joined;
}

const none: readonly Channel[] = [];

/** The latest result. All messages share it until a channel changes. */
let known: (KnownChannels & { of: readonly [readonly KnownChannel[], readonly Channel[]] }) | undefined;

function knownChannels(own: readonly KnownChannel[], listed: readonly Channel[]): KnownChannels {
  if (known?.of[0] === own && known.of[1] === listed) return known;
  const isOwn = new Set(own.map(({ id }) => id));
  const others = listed
    .filter(({ id }) => !isOwn.has(id))
    .map(({ id, name, topic, createdAt }) => {
      const channel: KnownChannel = { id, name, topic, createdAt, isJoined: false, isArchived: false };
      return channel;
    });
  const channels = [...own, ...others.sort(earliestFirst)];
  known = { channels, names: new ChannelNames(channels), of: [own, listed] };
  return known;
}

/** Fetches the channels that the user can join, once for all messages. The server lists no others. */
function useListedChannels(isWanted: boolean) {
  const { session } = useSession();
  return useQuery<readonly Channel[]>({
    queryKey: ["channel names"],
    queryFn: () => {
      let pages = 0;
      return all(async (cursor) => {
        const { items, nextCursor } = await session.call("listChannels", {
          query: { limit: String(limits.page.max), ...(cursor !== undefined && { cursor }) },
        });
        pages++;
        return { items, nextCursor: pages < mostPages ? nextCursor : null };
      });
    },
    enabled: isWanted,
    staleTime: 300_000,
    refetchOnWindowFocus: false,
  });
}

/** Returns the channels that the user is in, and those that the user can join. */
export function useChannelNames({ isWanted }: { isWanted: boolean }): KnownChannels {
  const own = useChatState(joinedChannels);
  const { data: listed = none } = useListedChannels(isWanted);
  return knownChannels(own, listed);
}

/** Returns the names of the channels for a part of a message. It looks up an unknown name that the part contains. */
export function useNamesFor({ text, content }: { text: string; content: string }): ChannelNames {
  const { names } = useChannelNames({ isWanted: true });
  const { dataUpdatedAt: fetchedAt, errorUpdatedAt, refetch } = useListedChannels(true);
  const triedAt = Math.max(fetchedAt, errorUpdatedAt);
  const hasUnknown = names.hasUnknownIn(text);
  useEffect(() => {
    if (!hasUnknown) return;
    const fetchAgain = () => void refetch({ cancelRefetch: false });
    return lookUpNames(content, { fetchedAt, triedAt, fetchAgain });
  }, [hasUnknown, content, fetchedAt, triedAt, refetch]);
  return names;
}
