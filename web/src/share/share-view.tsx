import { Button, Center, Loader, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";
import type { Conversation } from "../../../contract/conversations.ts";
import { searchForm } from "../../../contract/normal-forms.ts";
import { ChannelHeader } from "../channels/channel-header.tsx";
import layout from "../channels/channels.module.css";
import { useUploads } from "../composer/use-uploads.ts";
import { ConversationAvatar } from "../conversation/conversation-avatar.tsx";
import { titleOf } from "../conversation/names.ts";
import { FileName } from "../files/file-name.tsx";
import { useTargets } from "../forward/use-targets.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useQuery } from "../queries/use-query.ts";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import classes from "./share.module.css";
import { forgetShared, readShared, type Shared } from "./shared.ts";

/** The number of conversations to offer before the user searches. */
const shown = 30;

/** Asks for the conversation of a text or files that another app shares. They become a draft there. */
export default function ShareView() {
  const texts = useFeatureTexts().share;
  const { channels } = useFeatureTexts();
  const [, navigate] = useLocation();
  const { attempt } = useNotice();
  const shared = useQuery({
    queryKey: ["shared"],
    queryFn: async () => (await readShared()) ?? null,
    staleTime: 0,
    gcTime: 0,
  });
  const decline = async () => {
    await attempt(forgetShared());
    navigate("/", { replace: true });
  };
  return (
    <section className={layout.view} aria-label={texts.title}>
      <ChannelHeader title={texts.title} back={{ href: "/", label: channels.back, isAlwaysShown: false }} />
      <div className={layout.content}>
        {shared.isPending && (
          <Center p="md">
            <Loader size="sm" type="dots" />
          </Center>
        )}
        {shared.data === null && (
          <Text role="status" p="md">
            {texts.nothing}
          </Text>
        )}
        {shared.data && (
          <Stack className={layout.column ?? ""}>
            <Preview shared={shared.data} />
            <Targets shared={shared.data} />
            <Button variant="default" onClick={() => void decline()}>
              {texts.decline}
            </Button>
          </Stack>
        )}
      </div>
    </section>
  );
}

function Preview({ shared: { text, files } }: { shared: Shared }) {
  return (
    <div className={classes.preview}>
      {text !== "" && (
        <Text size="sm" lineClamp={4} dir="auto">
          {text}
        </Text>
      )}
      {files.map((file) => (
        <Text key={file.name} size="sm" component="div">
          <FileName name={file.name} />
        </Text>
      ))}
    </div>
  );
}

function Targets({ shared }: { shared: Shared }) {
  const texts = useFeatureTexts();
  const [search, setSearch] = useState("");
  const { me } = useChat();
  const pageTexts = useTexts();
  const words = searchForm(search.trim());
  const targets = [...useTargets(search).values()]
    .map((conversation) => ({ conversation, title: titleOf(conversation, me.id, pageTexts) }))
    .filter(({ title }) => searchForm(title).includes(words))
    .slice(0, shown);
  return (
    <>
      <TextInput
        type="search"
        label={texts.share.to}
        placeholder={texts.forward.placeholder}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {targets.length === 0 && <Text role="status">{texts.forward.none}</Text>}
      <ul className={layout.items} aria-label={texts.share.to}>
        {targets.map(({ conversation, title }) => (
          <li key={conversation.id}>
            <Target conversation={conversation} title={title} shared={shared} />
          </li>
        ))}
      </ul>
    </>
  );
}

interface TargetProps {
  conversation: Conversation;
  title: string;
  shared: Shared;
}

function Target({ conversation, title, shared: { text, files } }: TargetProps) {
  const { id } = conversation;
  const { drafts, me } = useChat();
  const { attempt } = useNotice();
  const uploads = useUploads(id);
  const [, navigate] = useLocation();
  async function choose(): Promise<void> {
    const parts = [drafts.get(id).text, text].filter((part) => part !== "");
    drafts.change(id, { text: parts.join("\n") });
    uploads.add(files);
    await attempt(forgetShared());
    navigate(`/c/${id}`, { replace: true });
  }
  return (
    <button type="button" className={classes.target} onClick={() => void choose()}>
      <ConversationAvatar conversation={conversation} me={me.id} size={36} />
      <Text truncate dir="auto">
        {title}
      </Text>
    </button>
  );
}
