import { ActionIcon, Menu, Text } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import type { Conversation } from "../../../contract/conversations.ts";
import type { Participant, ParticipantRole } from "../../../contract/participants.ts";
import { handleOf, nameOf } from "../conversation/names.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useForwardKey } from "../keyboard/use-forward-key.ts";
import { usePanel } from "../panel/panel-context.tsx";
import { Avatar } from "../people/avatar.tsx";
import ProfilePanel from "../people/profile-panel.tsx";
import { StatusMark } from "../people/status-mark.tsx";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import classes from "./members.module.css";

interface MemberProps {
  member: Participant;
  conversation: Conversation;
  onChange: () => void;
}

/**
 * A row of the members' list. It leads to the profile, and has a menu if the user may change the member. Tab passes the
 * button of the menu, so that each member takes one step. An arrow key presses it (`web/src/keyboard/`).
 */
export function Member({ member, conversation, onChange }: MemberProps) {
  const { client, me } = useChat();
  const { attempt } = useNotice();
  const { common } = useTexts();
  const { details: texts, availability } = useFeatureTexts();
  const panel = usePanel();
  const { user, role } = member;
  const forwardKey = useForwardKey();
  const isOwner = conversation.role === "owner";
  const mayRemove = user.id !== me.id && (isOwner || (conversation.role === "admin" && role === "member"));
  const change = (task: Promise<void>) => void attempt(task).then(onChange);
  const give = (to: ParticipantRole) => () =>
    change(client.conversations.changeRole(conversation.id, { userId: user.id, role: to }));
  return (
    <li className={classes.member}>
      <button
        type="button"
        className={classes.profile}
        title={availability.profile}
        aria-keyshortcuts={mayRemove ? forwardKey : undefined}
        onClick={() => panel.open(<ProfilePanel id={user.id} />, { name: "profile", of: conversation.id })}
      >
        <Avatar id={user.id} name={nameOf(user)} pictureId={user.pictureId} size={32} />
        <span className={classes.names}>
          <span className={classes.name}>
            <Text component="span" size="sm" truncate dir="auto">
              {nameOf(user)}
            </Text>
            <StatusMark user={user} />
          </span>
          <Text component="span" size="xs" c="dimmed" truncate>
            <bdi>{handleOf(user)}</bdi>
          </Text>
        </span>
        {role !== "member" && (
          <Text component="span" size="xs" c="dimmed">
            {texts[role]}
          </Text>
        )}
      </button>
      {mayRemove && (
        <Menu withInitialFocusPlaceholder={false} position="bottom-end" width={220}>
          <Menu.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              tabIndex={-1}
              data-row-menu
              aria-label={common.actionsFor({ name: nameOf(user) })}
            >
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown maw="calc(100vw - 16px)">
            {isOwner && <Menu.Item onClick={give("owner")}>{texts.makeOwner}</Menu.Item>}
            {isOwner && role !== "admin" && <Menu.Item onClick={give("admin")}>{texts.makeAdmin}</Menu.Item>}
            {isOwner && role !== "member" && (
              <Menu.Item onClick={give("member")}>{texts.makeMember}</Menu.Item>
            )}
            <Menu.Item
              c="var(--mantine-color-error)"
              onClick={() => change(client.conversations.removeParticipant(conversation.id, user.id))}
            >
              {texts.remove}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </li>
  );
}
