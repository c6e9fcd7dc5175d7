import { Text } from "@mantine/core";
import { useTexts } from "../i18n/texts.tsx";
import classes from "./composer.module.css";

/** Shows how many characters remain, or by how many the text is too long. */
export function CharactersLeft({ id, left }: { id: string; left: number }) {
  const texts = useTexts().composer;
  return (
    <Text
      id={id}
      size="xs"
      c={left < 0 ? "var(--mantine-color-error)" : "dimmed"}
      className={classes.left}
      role="status"
    >
      {left < 0 ? texts.tooMany({ count: -left }) : texts.left({ count: left })}
    </Text>
  );
}
