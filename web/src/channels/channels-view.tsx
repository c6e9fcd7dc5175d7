import { ConversationId } from "../../../contract/ids.ts";
import { ChannelBrowser } from "./channel-browser.tsx";
import { ChannelPreview } from "./channel-preview.tsx";

/** All channels, or the preview of one. */
export default function ChannelsView({ channelId }: { channelId: string | undefined }) {
  const id = ConversationId.safeParse(channelId).data;
  return id ? <ChannelPreview id={id} back="channels" /> : <ChannelBrowser />;
}
