import { Text } from "@mantine/core";
import { IconBookmark } from "@tabler/icons-react";
import { useTexts } from "../i18n/texts.tsx";
import { useOpenSaved } from "../saved/use-open-saved.tsx";
import classes from "./sidebar.module.css";

/** Opens the messages that the user has saved. */
export function SavedItem() {
  const texts = useTexts().list;
  const open = useOpenSaved();
  return (
    <button type="button" className={classes.view} onClick={open}>
      <IconBookmark size={18} aria-hidden />
      <Text component="span" size="sm" flex={1}>
        {texts.saved}
      </Text>
    </button>
  );
}
