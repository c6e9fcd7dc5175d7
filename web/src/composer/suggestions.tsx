import { Text } from "@mantine/core";
import { nameOf } from "../conversation/names.ts";
import { ShownEmoji } from "../emoji/emoji-name.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { Avatar } from "../people/avatar.tsx";
import classes from "./composer.module.css";
import type { Suggestion } from "./suggestion.ts";

export interface SuggestionsProps {
  listId: string;
  items: readonly Suggestion[];
  /** Index of the suggestion that Enter inserts, or -1. */
  chosen: number;
  onChoose: (replacement: string) => void;
}

/** The list of suggestions above the composer. */
export function Suggestions({ listId, items, chosen, onChoose }: SuggestionsProps) {
  const texts = useTexts().composer;
  if (items.length === 0) return null;
  return (
    <div id={listId} role="listbox" aria-label={texts.suggestions} className={classes.suggestions}>
      {items.map(({ replacement, user, emoji, label, hint }, at) => (
        <div
          key={replacement}
          id={`${listId}-${at}`}
          role="option"
          tabIndex={-1}
          aria-selected={at === chosen}
          className={classes.suggestion}
          // Keeps the focus in the text field.
          onMouseDown={(event) => {
            event.preventDefault();
            onChoose(replacement);
          }}
        >
          {user && <Avatar id={user.id} name={nameOf(user)} pictureId={user.pictureId} size={24} />}
          {emoji && (
            <span className={classes.suggestionEmoji}>
              <ShownEmoji emoji={emoji} />
            </span>
          )}
          {/* Names give way to the username behind them, and everything else stays readable. */}
          <Text size="sm" truncate dir="auto" {...(!user && { flex: "none", maw: "70%" })}>
            {label}
          </Text>
          {hint && (
            <Text size="xs" c="dimmed" truncate dir="auto">
              {hint}
            </Text>
          )}
        </div>
      ))}
    </div>
  );
}
