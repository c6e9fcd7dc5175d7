import { Loader, Text } from "@mantine/core";
import { useTexts } from "../i18n/texts.tsx";
import classes from "./conversation.module.css";

/** The line above the first message: the conversation begins there, or older messages load. */
export function ListStart({ isOlderComing }: { isOlderComing: boolean }) {
  const texts = useTexts().conversation;
  return (
    <div className={classes.start}>
      {isOlderComing ? (
        <Loader size="sm" type="dots" aria-label={texts.loadingOlder} />
      ) : (
        <Text size="sm" c="dimmed">
          {texts.begins}
        </Text>
      )}
    </div>
  );
}
