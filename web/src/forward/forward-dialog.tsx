import { Button, Group, Select, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import { ConversationId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { Message } from "../../../contract/messages.ts";
import { nameOf, titleOf } from "../conversation/names.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import classes from "../message/message.module.css";
import { PreviewLine } from "../message/plain-line.tsx";
import { Dialog } from "../overlays/dialog.tsx";
import { usePerson } from "../people/use-people.ts";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import { useTargets } from "./use-targets.ts";

export interface ForwardDialogProps {
  message: Message;
  onClose: () => void;
}

/** Forwards a message to a conversation that the user chooses, with an optional comment. */
export default function ForwardDialog({ message, onClose }: ForwardDialogProps) {
  const { client, me } = useChat();
  const { attempt, show } = useNotice();
  const texts = useTexts();
  const forwardTexts = useFeatureTexts().forward;
  const author = usePerson(message.forwarded?.senderId ?? message.senderId);
  const [search, setSearch] = useState("");
  const [target, setTarget] = useState<ConversationId>();
  const [comment, setComment] = useState("");
  const [isBusy, setBusy] = useState(false);
  const targets = useTargets(search);

  async function forward(): Promise<void> {
    if (target === undefined || isBusy) return;
    setBusy(true);
    const ref = { conversationId: message.conversationId, messageId: message.id };
    const isDone = await attempt(client.messages.forward(ref, { to: target }));
    setBusy(false);
    if (!isDone) return;
    if (comment.trim() !== "") void client.messages.send(target, comment);
    const conversation = targets.get(target);
    if (conversation) show(forwardTexts.done({ title: titleOf(conversation, me.id, texts) }));
    onClose();
  }

  return (
    <Dialog onClose={onClose} title={forwardTexts.title} centered>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void forward();
        }}
      >
        <Stack>
          <div className={classes.quote}>
            <strong>{author ? nameOf(author) : " "}</strong>{" "}
            <span dir="auto">
              <PreviewLine message={message} />
            </span>
          </div>
          <Select
            label={forwardTexts.to}
            placeholder={forwardTexts.placeholder}
            nothingFoundMessage={forwardTexts.none}
            data={[...targets.values()].map((conversation) => ({
              value: conversation.id,
              label: titleOf(conversation, me.id, texts),
            }))}
            searchable
            limit={50}
            searchValue={search}
            onSearchChange={setSearch}
            value={target ?? null}
            onChange={(value) => setTarget(ConversationId.safeParse(value).data)}
            data-autofocus
          />
          <Textarea
            label={forwardTexts.comment}
            description={forwardTexts.commentHint}
            autosize
            minRows={2}
            maxRows={6}
            maxLength={limits.message.max}
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {texts.common.cancel}
            </Button>
            <Button type="submit" loading={isBusy} disabled={target === undefined}>
              {forwardTexts.send}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
