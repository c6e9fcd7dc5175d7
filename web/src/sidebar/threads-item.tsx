import { Text } from "@mantine/core";
import { IconMessages } from "@tabler/icons-react";
import { Link, useRoute } from "wouter";
import { unreadThreads } from "../../../client/threads/followed-threads.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useChatState } from "../session/chat-context.tsx";
import classes from "./sidebar.module.css";

/** Leads to the threads that the user follows, with the number of those that have unread replies. */
export function ThreadsItem() {
  const texts = useTexts().threads;
  const count = useChatState((state) => unreadThreads(state.threads));
  const [isOpen] = useRoute("/threads");
  return (
    <Link
      href="/threads"
      className={classes.view ?? ""}
      aria-current={isOpen ? "page" : undefined}
      data-unread={count > 0}
    >
      <IconMessages size={18} aria-hidden />
      <Text size="sm" fw={count > 0 ? 600 : 400} flex={1}>
        {texts.threads}
      </Text>
      {count > 0 && (
        <span className={classes.count} role="img" aria-label={texts.unreadThreads({ count })}>
          {count > 99 ? "99+" : count}
        </span>
      )}
    </Link>
  );
}
