import { ActionIcon, Button, Center, Loader, Stack, Text, Title } from "@mantine/core";
import { IconAlarmPlus, IconArrowLeft, IconBookmark } from "@tabler/icons-react";
import { lazy, useMemo, useState } from "react";
import { Link } from "wouter";
import { sortedConversations } from "../../../client/conversations/sorted-conversations.ts";
import { keyOf } from "../../../client/messages/message-key.ts";
import { followedThreads } from "../../../client/threads/followed-threads.ts";
import { Overlay } from "../errors/failures.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { asOneQuery } from "../queries/failed-queries.ts";
import { QueryFailure } from "../queries/query-failure.tsx";
import { useOpenSaved } from "../saved/use-open-saved.tsx";
import { useSavedMessages } from "../saved/use-saved-messages.ts";
import { useChatState } from "../session/chat-context.tsx";
import { ThreadItem } from "../threads/thread-item.tsx";
import { DraftsSection, useDraftPlaces } from "./drafts-section.tsx";
import classes from "./home.module.css";
import { HomeSection } from "./home-section.tsx";
import { MentionsSection } from "./mentions-section.tsx";
import { RemindersSection } from "./reminders-section.tsx";
import { SavedSection } from "./saved-section.tsx";
import { ScheduledSection } from "./scheduled-section.tsx";
import { useReminders } from "./use-reminders.ts";
import { useScheduled } from "./use-scheduled.ts";
import { useTextReminders } from "./use-text-reminders.ts";

const TextReminderDialog = lazy(() => import("../later/text-reminder-dialog.tsx"));

/** Everything that waits for the user: threads, mentions, drafts, scheduled and saved messages, and reminders. */
export default function HomeView() {
  const texts = useFeatureTexts().later;
  const openSaved = useOpenSaved();
  const threads = useChatState((state) => state.threads);
  const conversations = useChatState((state) => state.conversations);
  const unread = followedThreads(threads).filter(({ unreadCount }) => unreadCount > 0);
  const mentioning = useMemo(
    () => sortedConversations(conversations).active.filter(({ mentionCount }) => mentionCount > 0),
    [conversations],
  );
  const places = useDraftPlaces();
  const [scheduled, reminders, textReminders] = [useScheduled(), useReminders(), useTextReminders()];
  const [isAdding, setAdding] = useState(false);
  const addReminder = () => setAdding(true);
  const saved = useSavedMessages();
  const lists = [scheduled, reminders, textReminders, saved.query];
  const isLoading = lists.some(({ isPending }) => isPending);
  const isEmpty =
    unread.length + mentioning.length + places.length + saved.count === 0 &&
    [scheduled, reminders].every(({ data }) => data?.pages[0]?.items.length === 0) &&
    textReminders.data?.length === 0;
  return (
    <section className={classes.view} aria-label={texts.home}>
      <header className={classes.header}>
        <ActionIcon
          component={Link}
          href="/"
          size={44}
          variant="subtle"
          aria-label={texts.back}
          className={classes.back}
        >
          <IconArrowLeft size={22} />
        </ActionIcon>
        <Title order={1} size="h5" flex={1}>
          {texts.home}
        </Title>
        <ActionIcon
          variant="default"
          size={30}
          aria-label={texts.newReminder}
          title={texts.newReminder}
          onClick={addReminder}
        >
          <IconAlarmPlus size={18} />
        </ActionIcon>
        <ActionIcon
          className={classes.narrow}
          variant="default"
          size={30}
          aria-label={texts.saved}
          title={texts.saved}
          onClick={openSaved}
        >
          <IconBookmark size={18} />
        </ActionIcon>
        <Button
          className={classes.wide}
          variant="default"
          size="xs"
          leftSection={<IconBookmark size={16} />}
          onClick={openSaved}
        >
          {texts.saved}
        </Button>
      </header>
      <div className={classes.content}>
        <div className={classes.sections}>
          <QueryFailure query={asOneQuery(lists)} />
          <RemindersSection list={reminders} ownTexts={textReminders.data ?? []} />
          {unread.length > 0 && (
            <HomeSection title={texts.threads} count={unread.length}>
              {unread.map((thread) => (
                <li key={keyOf(thread.root)}>
                  <ThreadItem thread={thread} />
                </li>
              ))}
            </HomeSection>
          )}
          <MentionsSection conversations={mentioning} />
          <DraftsSection places={places} />
          <ScheduledSection list={scheduled} />
          <SavedSection messages={saved.messages} count={saved.count} onAll={openSaved} />
          {isLoading && (
            <Center p="md">
              <Loader size="sm" type="dots" aria-label={texts.loading} />
            </Center>
          )}
          {isEmpty && (
            <Stack align="center" gap="xs" p="xl" ta="center">
              <Text fw={600}>{texts.nothing}</Text>
              <Text size="sm" c="dimmed">
                {texts.nothingHint}
              </Text>
              <Button variant="light" mt="xs" onClick={addReminder}>
                {texts.addReminder}
              </Button>
            </Stack>
          )}
        </div>
      </div>
      {isAdding && (
        <Overlay name="text reminder" onClose={() => setAdding(false)}>
          <TextReminderDialog onClose={() => setAdding(false)} />
        </Overlay>
      )}
    </section>
  );
}
