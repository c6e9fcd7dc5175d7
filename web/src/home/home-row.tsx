import { ActionIcon, Group, Text } from "@mantine/core";
import type { Icon as TablerIcon } from "@tabler/icons-react";
import { type ReactNode, useEffect } from "react";
import type { ConversationId } from "../../../contract/ids.ts";
import { titleOf } from "../conversation/names.ts";
import { useErrors } from "../errors/errors-context.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useChat, useChatState } from "../session/chat-context.tsx";
import classes from "./home.module.css";

/** A button of a row. */
export interface RowAction {
  label: string;
  Icon: TablerIcon;
  run: () => void;
}

export interface PlainRowProps {
  /** The first line, which is small. */
  head: string;
  /** Beside the first line. */
  note?: ReactNode;
  /** One or two lines of text. */
  text: ReactNode;
  /** Below the text. */
  children?: ReactNode;
  actions?: readonly RowAction[];
  onOpen: () => void;
}

export interface HomeRowProps extends Omit<PlainRowProps, "head"> {
  conversationId: ConversationId;
}

/** A row of the home page: the conversation, a text, and buttons. A click opens it. */
export function HomeRow({ conversationId, ...row }: HomeRowProps) {
  const { client, me } = useChat();
  const { background } = useErrors();
  const texts = useTexts();
  const later = useFeatureTexts().later;
  const conversation = useChatState((state) => state.conversations.get(conversationId));
  const isMissing = conversation === undefined;
  useEffect(() => {
    // If the user has left the conversation, the row has a neutral name.
    if (isMissing) background(client.conversations.ensure(conversationId), "conversation");
  }, [client, background, conversationId, isMissing]);
  return (
    <PlainRow head={conversation ? titleOf(conversation, me.id, texts) : later.leftConversation} {...row} />
  );
}

/** A row that belongs to no conversation. */
export function PlainRow({ head, note, text, children, actions = [], onOpen }: PlainRowProps) {
  return (
    <li className={classes.row} data-actions={actions.length}>
      <button type="button" className={classes.main} onClick={onOpen}>
        <Group component="span" justify="space-between" wrap="nowrap" gap="xs">
          <Text component="span" size="xs" c="dimmed" truncate>
            {head}
          </Text>
          {note && (
            <Text component="span" size="xs" c="dimmed" flex="none">
              {note}
            </Text>
          )}
        </Group>
        <Text component="span" size="sm" lineClamp={2} dir="auto">
          {text}
        </Text>
        {children}
      </button>
      {actions.length > 0 && (
        <span className={classes.actions}>
          {actions.map(({ label, Icon, run }) => (
            <ActionIcon
              key={label}
              variant="subtle"
              color="gray"
              size={36}
              aria-label={label}
              title={label}
              onClick={run}
            >
              <Icon size={18} />
            </ActionIcon>
          ))}
        </span>
      )}
    </li>
  );
}
