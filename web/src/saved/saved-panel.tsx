import { ActionIcon, Skeleton, Text } from "@mantine/core";
import { IconBookmarkOff } from "@tabler/icons-react";
import { keyOf } from "../../../client/messages/message-key.ts";
import type { Message } from "../../../contract/messages.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import classes from "../message/message-card.module.css";
import { MessageCard } from "../message/message-card.tsx";
import { PanelFrame } from "../panel/panel-frame.tsx";
import { QueryFailure } from "../queries/query-failure.tsx";
import { ShowMore } from "../show-more.tsx";
import { useSaved } from "./use-saved.ts";
import { useSavedMessages } from "./use-saved-messages.ts";

/** The panel with the messages that the user has saved, the last saved one first. */
export default function SavedPanel() {
  const { title, none } = useFeatureTexts().saved;
  const { messages, query: saved } = useSavedMessages();
  return (
    <PanelFrame title={title}>
      {saved.isPending && <Skeleton height={64} />}
      <QueryFailure query={saved} />
      {saved.isSuccess && !saved.isFetching && messages.length === 0 && <Text c="dimmed">{none}</Text>}
      <ul className={classes.list}>
        {messages.map((message) => (
          <MessageCard key={keyOf(message)} listed={message} showsConversation>
            <Remove message={message} />
          </MessageCard>
        ))}
      </ul>
      <ShowMore fullWidth mt="md" hasMore={saved.hasNextPage} onMore={() => void saved.fetchNextPage()} />
    </PanelFrame>
  );
}

function Remove({ message }: { message: Message }) {
  const texts = useTexts().message;
  const { toggle } = useSaved(message);
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={36}
      aria-label={texts.unsave}
      title={texts.unsave}
      onClick={toggle}
    >
      <IconBookmarkOff size={18} />
    </ActionIcon>
  );
}
