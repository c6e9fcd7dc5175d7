import { ScrollArea, Text, TextInput, useDirection } from "@mantine/core";
import { type KeyboardEvent, useMemo, useState } from "react";
import { isEmojiToken } from "../../../contract/emoji.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { allEmoji, findEmoji } from "./emoji.ts";
import classes from "./emoji-picker.module.css";
import { recentEmoji, rememberEmoji } from "./recent-emoji.ts";
import { useCustomEmojis } from "./use-custom-emojis.ts";
import { useEmojiNames } from "./use-emoji-names.ts";
import { VisibleEmoji } from "./visible-emoji.tsx";

/** Emoji per row. */
const columns = 8;

/** The category of the emoji of the workspace. */
const workspace = "Workspace";

const categories = [...new Set(allEmoji.map(({ category }) => category))];
const described = new Map(allEmoji.map(({ emoji, description }) => [emoji, description]));

/** A searchable grid of emoji. Its code loads when it first opens. */
export default function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const { emoji: texts, customEmoji } = useFeatureTexts();
  const names = new Map([...Object.entries(texts.categories), [workspace, customEmoji.tab] as const]);
  const { emojis: custom } = useCustomEmojis();
  const own = useEmojiNames();
  const describe = (emoji: string) => own?.nameOf(emoji) ?? described.get(emoji) ?? emoji;
  const [query, setQuery] = useState("");
  const [category, setCategory] = useState<string>();
  const shown = useMemo(() => {
    const ofWorkspace = [...(custom?.keys() ?? [])].sort().map((name) => `:${name}:`);
    const letters = query.trim().toLowerCase().replaceAll(":", "");
    if (letters !== "") {
      const matching = ofWorkspace.filter((emoji) => emoji.includes(letters));
      return [...matching, ...findEmoji(letters, 80, own).map(({ emoji }) => emoji)];
    }
    if (category === undefined)
      return recentEmoji().filter((emoji) => !isEmojiToken(emoji) || custom?.has(emoji.slice(1, -1)));
    if (category === workspace) return ofWorkspace;
    return allEmoji.filter((emoji) => emoji.category === category).map(({ emoji }) => emoji);
  }, [query, category, custom, own]);
  const forward = useDirection().dir === "rtl" ? -1 : 1;
  const pick = (emoji: string) => {
    rememberEmoji(emoji);
    onPick(emoji);
  };
  /** Moves the focus with the arrow keys, to a neighbour in the row or to the row above or below. */
  const walk = (event: KeyboardEvent<HTMLElement>) => {
    const steps: Record<string, number> = {
      ArrowRight: forward,
      ArrowLeft: -forward,
      ArrowDown: columns,
      ArrowUp: -columns,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-emoji]")];
    const at = buttons.indexOf(document.activeElement as HTMLElement);
    if (at < 0 && event.key !== "ArrowDown") return;
    event.preventDefault();
    buttons[at < 0 ? 0 : Math.min(buttons.length - 1, Math.max(0, at + step))]?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: handles the arrow keys of the buttons inside
    <div className={classes.picker} onKeyDown={walk}>
      <TextInput
        aria-label={texts.search}
        placeholder={texts.search}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          const [first] = shown;
          if (event.key !== "Enter" || first === undefined) return;
          event.preventDefault();
          pick(first);
        }}
        data-autofocus
      />
      <div className={classes.tabs}>
        {[undefined, ...(custom?.size ? [workspace] : []), ...categories].map((name) => (
          <button
            key={name ?? "recent"}
            type="button"
            className={classes.tab}
            aria-pressed={query.trim() === "" && category === name}
            onClick={() => {
              setCategory(name);
              setQuery("");
            }}
          >
            {name === undefined ? texts.recent : (names.get(name) ?? name)}
          </button>
        ))}
      </div>
      <ScrollArea h={220} type="auto">
        {shown.length === 0 && (
          <Text size="sm" c="dimmed" p="sm">
            {texts.none}
          </Text>
        )}
        <div className={classes.grid}>
          {shown.map((emoji, at) => (
            <button
              key={emoji}
              type="button"
              data-emoji
              tabIndex={at === 0 ? 0 : -1}
              className={classes.emoji}
              aria-label={describe(emoji)}
              title={describe(emoji)}
              onClick={() => pick(emoji)}
            >
              {isEmojiToken(emoji) ? <VisibleEmoji text={emoji} /> : emoji}
            </button>
          ))}
        </div>
      </ScrollArea>
    </div>
  );
}
