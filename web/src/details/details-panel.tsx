import { Button, Divider, Group, Select, Stack, Switch, Text, TextInput } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { type FormEvent, lazy, useState } from "react";
import { Notify } from "../../../contract/conversation-settings.ts";
import type { Conversation } from "../../../contract/conversations.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { ChannelSettings } from "../channels/channel-settings.tsx";
import { KindIcon } from "../conversation/conversation-avatar.tsx";
import { useLeave } from "../conversation/left-here.ts";
import { titleOf } from "../conversation/names.ts";
import { useLeaveTexts } from "../conversation/use-leave-texts.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { usePanel } from "../panel/panel-context.tsx";
import { PanelFrame } from "../panel/panel-frame.tsx";
import { PictureField, pictureSize } from "../pictures/picture-field.tsx";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import { ExportButtons } from "./export-buttons.tsx";

const MembersPanel = lazy(() => import("./members-panel.tsx"));

/** The panel with the details of a conversation: its notification setting and, for a group, what it is about. */
export default function DetailsPanel({ id }: { id: ConversationId }) {
  const texts = useFeatureTexts().details;
  const conversation = useChatState((state) => state.conversations.get(id));
  return (
    <PanelFrame title={texts.title}>{conversation && <Details conversation={conversation} />}</PanelFrame>
  );
}

function Details({ conversation }: { conversation: Conversation }) {
  const { client, me } = useChat();
  const { attempt } = useNotice();
  const texts = useTexts();
  const { details: detailTexts } = useFeatureTexts();
  const panel = usePanel();
  const leaveTexts = useLeaveTexts(conversation.id);
  const [isLeaving, setLeaving] = useState(false);
  const { id, isGroupChat, role, adminsOnly, settings } = conversation;
  const mayChange = isGroupChat && (role !== "member" || !adminsOnly);
  const isArchived = conversation.archivedAt !== undefined;
  const leave = useLeave(id);
  const confirmLeaving = async () => {
    panel.close();
    await leave();
  };
  return (
    <Stack>
      {isGroupChat && mayChange && !isArchived && (
        <PictureField
          id={id}
          name={titleOf(conversation, me.id, texts)}
          pictureId={conversation.pictureId}
          icon={<KindIcon conversation={conversation} avatarSize={pictureSize} />}
          onChange={(pictureId) => client.conversations.update(id, { pictureId })}
        />
      )}
      {isGroupChat && (
        <Name key={conversation.name} conversation={conversation} isReadOnly={!mayChange || isArchived} />
      )}
      {isGroupChat && <ChannelSettings conversation={conversation} mayChange={mayChange} />}
      <Select
        label={detailTexts.notify}
        data={[
          { value: "all", label: detailTexts.notifyAll },
          { value: "mentions", label: detailTexts.notifyMentions },
          { value: "nothing", label: detailTexts.notifyNothing },
        ]}
        value={settings.notify}
        allowDeselect={false}
        onChange={(value) =>
          void attempt(client.conversations.updateSettings(id, { notify: Notify.parse(value) }))
        }
      />
      {!isGroupChat && <ExportButtons conversation={conversation} />}
      {isGroupChat && (
        <>
          <Switch
            label={detailTexts.adminsOnly}
            checked={adminsOnly}
            disabled={role === "member" || isArchived}
            onChange={(event) =>
              void attempt(client.conversations.update(id, { adminsOnly: event.currentTarget.checked }))
            }
          />
          <Button
            variant="default"
            leftSection={<IconUsers size={18} />}
            onClick={() => panel.open(<MembersPanel id={id} />, { name: "members", of: id })}
          >
            {detailTexts.members({ count: conversation.participantCount })}
          </Button>
          <ExportButtons conversation={conversation} />
          <Divider />
          {isLeaving ? (
            <Stack gap="xs">
              <Text size="sm">{leaveTexts.sure}</Text>
              <Group>
                <Button color="red.9" onClick={() => void confirmLeaving()}>
                  {leaveTexts.leave}
                </Button>
                <Button variant="default" onClick={() => setLeaving(false)}>
                  {texts.common.cancel}
                </Button>
              </Group>
            </Stack>
          ) : (
            <Button variant="light" color="red" onClick={() => setLeaving(true)}>
              {leaveTexts.leave}
            </Button>
          )}
        </>
      )}
    </Stack>
  );
}

function Name({ conversation, isReadOnly }: { conversation: Conversation; isReadOnly: boolean }) {
  const { client } = useChat();
  const { attempt } = useNotice();
  const { common } = useTexts();
  const texts = useFeatureTexts().details;
  const [name, setName] = useState(conversation.name ?? "");
  const isChanged = name.trim() !== "" && name.trim() !== conversation.name;
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (isChanged) void attempt(client.conversations.update(conversation.id, { name: name.trim() }));
  };
  return (
    <form onSubmit={save}>
      <Group align="end">
        <TextInput
          label={texts.name}
          value={name}
          readOnly={isReadOnly}
          maxLength={limits.groupName.max}
          flex="1 1 8rem"
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {!isReadOnly && (
          <Button type="submit" variant="default" disabled={!isChanged}>
            {common.save}
          </Button>
        )}
      </Group>
    </form>
  );
}
