import { Button, Divider, Group, Stack, Switch, Text, Textarea, TextInput } from "@mantine/core";
import { IconArchive, IconArchiveOff, IconHash } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { type Conversation, kindOf, type UpdateConversation } from "../../../contract/conversations.ts";
import { limits } from "../../../contract/limits.ts";
import { isAdministrator } from "../../../contract/workspace-roles.ts";
import { titleOf } from "../conversation/names.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";

export interface ChannelSettingsProps {
  conversation: Conversation;
  /** Whether the user's role allows changing the description. */
  mayChange: boolean;
}

/** What a group or channel is about, and its rules, as far as the user may change them. */
export function ChannelSettings({ conversation, mayChange }: ChannelSettingsProps) {
  const { client, me } = useChat();
  const { attempt } = useNotice();
  const texts = useFeatureTexts().channels;
  const { id, role, postingRule, isDefault = false, archivedAt } = conversation;
  const isArchived = archivedAt !== undefined;
  const runs = role !== "member";
  const set = (change: UpdateConversation) => void attempt(client.conversations.update(id, change));
  return (
    <Stack>
      <About
        key={`${conversation.topic} ${conversation.description}`}
        conversation={conversation}
        isReadOnly={!mayChange || isArchived}
      />
      <Switch
        label={texts.onlyAdminsPost}
        checked={postingRule === "admins"}
        disabled={!runs || isArchived}
        onChange={(event) => set({ postingRule: event.currentTarget.checked ? "admins" : "everyone" })}
      />
      {kindOf(conversation) === "channel" && isAdministrator(me.workspaceRole) && (
        <Switch
          label={texts.isDefault}
          checked={isDefault}
          disabled={isArchived || !mayChange}
          onChange={(event) => set({ isDefault: event.currentTarget.checked })}
        />
      )}
      {kindOf(conversation) === "group" && role === "owner" && !isArchived && (
        <Convert conversation={conversation} />
      )}
      {runs && <Archive conversation={conversation} isArchived={isArchived} />}
      <Divider />
    </Stack>
  );
}

function About({ conversation, isReadOnly }: { conversation: Conversation; isReadOnly: boolean }) {
  const { client } = useChat();
  const { attempt } = useNotice();
  const texts = useFeatureTexts().channels;
  const { id, topic: knownTopic = "", description: knownDescription = "" } = conversation;
  const [topic, setTopic] = useState(knownTopic);
  const [description, setDescription] = useState(knownDescription);
  const isChanged = topic.trim() !== knownTopic || description.trim() !== knownDescription;
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!isChanged) return;
    const change = { topic: topic.trim() || null, description: description.trim() || null };
    void attempt(client.conversations.update(id, change));
  };
  return (
    <form onSubmit={save}>
      <Stack gap="xs">
        <TextInput
          label={texts.topic}
          value={topic}
          readOnly={isReadOnly}
          maxLength={limits.topic.max}
          onChange={(event) => setTopic(event.currentTarget.value)}
        />
        <Textarea
          label={texts.description}
          value={description}
          readOnly={isReadOnly}
          maxLength={limits.description.max}
          autosize
          minRows={2}
          maxRows={6}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        {!isReadOnly && isChanged && (
          <Button type="submit" variant="default" style={{ alignSelf: "start" }}>
            {texts.save}
          </Button>
        )}
      </Stack>
    </form>
  );
}

/** Makes a group a channel, after a warning about its new audience. */
function Convert({ conversation: { id } }: { conversation: Conversation }) {
  const { client } = useChat();
  const { attempt } = useNotice();
  const texts = useFeatureTexts().channels;
  const [isAsking, setAsking] = useState(false);
  if (!isAsking) {
    return (
      <Button variant="default" leftSection={<IconHash size={18} />} onClick={() => setAsking(true)}>
        {texts.convert}
      </Button>
    );
  }
  return (
    <Stack gap="xs" role="alert">
      <Text size="sm">{texts.convertSure}</Text>
      <Group>
        <Button
          color="red.9"
          onClick={() =>
            void attempt(client.conversations.update(id, { kind: "channel" })).then(() => setAsking(false))
          }
        >
          {texts.convertNow}
        </Button>
        <Button variant="default" onClick={() => setAsking(false)}>
          {texts.cancel}
        </Button>
      </Group>
    </Stack>
  );
}

function Archive({ conversation, isArchived }: { conversation: Conversation; isArchived: boolean }) {
  const { client, me } = useChat();
  const { attempt, show } = useNotice();
  const allTexts = useTexts();
  const texts = useFeatureTexts().channels;
  const { id } = conversation;
  const restore = () => void attempt(client.conversations.update(id, { isArchived: false }));
  const archive = async () => {
    if (!(await attempt(client.conversations.update(id, { isArchived: true })))) return;
    show(texts.wasArchived({ name: titleOf(conversation, me.id, allTexts) }), {
      label: texts.undo,
      run: restore,
    });
  };
  return (
    <Stack gap={4}>
      <Button
        variant="default"
        leftSection={isArchived ? <IconArchiveOff size={18} /> : <IconArchive size={18} />}
        onClick={isArchived ? restore : () => void archive()}
      >
        {isArchived ? texts.restore : texts.archive}
      </Button>
      {!isArchived && (
        <Text size="xs" c="dimmed">
          {texts.archiveHint}
        </Text>
      )}
    </Stack>
  );
}
