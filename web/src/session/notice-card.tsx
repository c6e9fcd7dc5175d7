import { CloseButton, Paper, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTexts } from "../i18n/texts.tsx";
import { useReturnFocus } from "../overlays/use-return-focus.ts";
import classes from "./notice.module.css";

export interface NoticeCardProps {
  text: ReactNode;
  onClose: () => void;
  /** The button of the notice. */
  children?: ReactNode;
}

/** A notice: one line, a button, and one that closes it. When it goes, it returns the focus that it has. */
export function NoticeCard({ text, onClose, children }: NoticeCardProps) {
  const { common } = useTexts();
  useReturnFocus();
  return (
    <Paper className={classes.notice} shadow="md" withBorder>
      <Text size="sm">{text}</Text>
      {children}
      <CloseButton size="sm" aria-label={common.close} onClick={onClose} />
    </Paper>
  );
}
