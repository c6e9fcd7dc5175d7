import { Text } from "@mantine/core";
import { IconHome } from "@tabler/icons-react";
import { Link, useRoute } from "wouter";
import { useTexts } from "../i18n/texts.tsx";
import classes from "./sidebar.module.css";

/** Leads to everything that waits for the user. */
export function HomeItem() {
  const texts = useTexts().list;
  const [isOpen] = useRoute("/home");
  return (
    <Link href="/home" className={classes.view ?? ""} aria-current={isOpen ? "page" : undefined}>
      <IconHome size={18} aria-hidden />
      <Text component="span" size="sm" flex={1}>
        {texts.home}
      </Text>
    </Link>
  );
}
