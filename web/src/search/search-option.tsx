import { Group, Text } from "@mantine/core";
import { IconListSearch } from "@tabler/icons-react";
import type { SearchHit } from "../../../contract/search.ts";
import { KindIcon, type KindIconProps } from "../conversation/conversation-avatar.tsx";
import { Avatar, type AvatarProps } from "../people/avatar.tsx";
import classes from "./search.module.css";

/** A result of any kind: a conversation, a person, a message, or a way to complete the search. */
export interface SearchResult {
  key: string;
  /** Opens the result. */
  open: () => void;
  /** What `Avatar` shows. Without it, the result has no picture. */
  avatar?: Pick<AvatarProps, "id" | "name" | "pictureId">;
  /** The group or channel that the result leads to. Its icon is in the picture. */
  group?: KindIconProps["conversation"] | undefined;
  /** Whether the result leads to a search. Its icon stands in the place of the picture. */
  isSearch?: boolean;
  title: string;
  hint?: string;
  /** The conversation of a message. */
  place?: string | undefined;
  /** The part of a message that matches. */
  excerpt?: SearchHit["excerpt"];
}

export interface SearchOptionProps {
  /** The id of the option's element. */
  id: string;
  result: SearchResult;
  isChosen: boolean;
  /** Whether the result is open beside the list. */
  isCurrent: boolean;
}

/** A result as an option of the list. The search field keeps the focus. */
export function SearchOption({ id, result, isChosen, isCurrent }: SearchOptionProps) {
  const { open, avatar, group, isSearch, title, hint, place, excerpt } = result;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above handles the keys
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      aria-current={isCurrent}
      className={classes.option}
      onClick={open}
    >
      {avatar !== undefined && (
        <Avatar {...avatar} size={32}>
          {group && <KindIcon conversation={group} avatarSize={32} />}
        </Avatar>
      )}
      {isSearch && <IconListSearch size={20} aria-hidden className={classes.icon} />}
      <div className={classes.optionText}>
        <Group gap="xs" wrap="nowrap" justify="space-between">
          <Text size="sm" fw={excerpt ? 600 : undefined} truncate dir="auto">
            {title}
          </Text>
          <Text size="xs" c="dimmed" flex="none" maw="50%" truncate>
            {hint}
          </Text>
        </Group>
        {place && (
          <Text size="xs" c="dimmed" truncate dir="auto">
            {place}
          </Text>
        )}
        {excerpt && (
          <Text size="sm" lineClamp={2} dir="auto">
            {excerpt.map(({ text, isMatch }, at) =>
              // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no ids and never move
              isMatch ? <mark key={at}>{text}</mark> : text,
            )}
          </Text>
        )}
      </div>
    </div>
  );
}
