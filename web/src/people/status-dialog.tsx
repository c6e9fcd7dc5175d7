import { ActionIcon, Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, lazy, useState } from "react";
import { limits } from "../../../contract/limits.ts";
import { Overlay } from "../errors/failures.tsx";
import { useForm } from "../forms/use-form.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { Dialog } from "../overlays/dialog.tsx";
import { useChat } from "../session/chat-context.tsx";
import { endOf, type Lifetime } from "./status-times.ts";

const EmojiPopover = lazy(() => import("../emoji/emoji-popover.tsx"));

/** The emoji of a status without a chosen one. */
const usualEmoji = "💬";

const presets = [
  { name: "meeting", emoji: "📅", lifetime: "hour" },
  { name: "commuting", emoji: "🚌", lifetime: "halfHour" },
  { name: "sick", emoji: "🤒", lifetime: "today" },
  { name: "holiday", emoji: "🌴", lifetime: "always" },
  { name: "remote", emoji: "🏡", lifetime: "today" },
] as const satisfies readonly { name: string; emoji: string; lifetime: Lifetime }[];

const lifetimes = ["always", "halfHour", "hour", "fourHours", "today", "week"] as const;
const isLifetime = (value: string | null): value is Lifetime => lifetimes.some((each) => each === value);

/** The dialog in which the user sets their status: an emoji, a text and its end, with presets. */
export default function StatusDialog({ onClose }: { onClose: () => void }) {
  const { client, me } = useChat();
  const { status: texts, save: saveText } = useFeatureTexts().availability;
  const { submit, isBusy, errorOf, failure } = useForm();
  const [emoji, setEmoji] = useState(me.status?.emoji ?? "");
  const [text, setText] = useState(me.status?.text ?? "");
  const [lifetime, setLifetime] = useState<Lifetime>("always");
  const [isPicking, setPicking] = useState(false);
  const words = text.trim();
  const isEmpty = emoji === "" && words === "";

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    const expiresAt = endOf(lifetime, new Date())?.toISOString();
    const status = isEmpty
      ? null
      : { emoji: emoji || usualEmoji, ...(words && { text: words }), ...(expiresAt && { expiresAt }) };
    if (await submit(() => client.people.changeOwn({ status }))) onClose();
  }
  const emojiButton = (
    <ActionIcon
      variant="default"
      size={36}
      aria-label={texts.emoji}
      title={texts.emoji}
      onClick={() => setPicking(!isPicking)}
    >
      <span aria-hidden>{emoji || usualEmoji}</span>
    </ActionIcon>
  );
  return (
    <Dialog onClose={onClose} title={texts.title} centered>
      <form onSubmit={(event) => void save(event)} noValidate>
        <Stack gap="sm">
          {failure && (
            <Text c="var(--mantine-color-error)" role="alert">
              {failure}
            </Text>
          )}
          <Group gap="xs" align="flex-end" wrap="nowrap">
            {isPicking ? (
              <Overlay name="emoji picker" onClose={() => setPicking(false)} fallback={emojiButton}>
                <EmojiPopover position="top-start" onPick={setEmoji} onClose={() => setPicking(false)}>
                  {emojiButton}
                </EmojiPopover>
              </Overlay>
            ) : (
              emojiButton
            )}
            <TextInput
              flex={1}
              label={texts.text}
              placeholder={texts.placeholder}
              value={text}
              maxLength={limits.status.max}
              error={errorOf("status.text") ?? errorOf("status.emoji")}
              data-autofocus
              onChange={(event) => setText(event.currentTarget.value)}
            />
          </Group>
          <Group gap="xs" role="group" aria-label={texts.presets}>
            {presets.map((preset) => (
              <Button
                key={preset.name}
                size="compact-md"
                variant="default"
                leftSection={<span aria-hidden>{preset.emoji}</span>}
                onClick={() => {
                  setEmoji(preset.emoji);
                  setText(texts.preset[preset.name]);
                  setLifetime(preset.lifetime);
                }}
              >
                {texts.preset[preset.name]}
              </Button>
            ))}
          </Group>
          <Select
            label={texts.end}
            data={lifetimes.map((value) => ({ value, label: texts.lifetimes[value] }))}
            value={lifetime}
            allowDeselect={false}
            onChange={(value) => {
              if (isLifetime(value)) setLifetime(value);
            }}
          />
          <Group justify="flex-end">
            {!isEmpty && (
              <Button
                variant="default"
                onClick={() => {
                  setEmoji("");
                  setText("");
                }}
              >
                {texts.clear}
              </Button>
            )}
            <Button type="submit" loading={isBusy}>
              {saveText}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
