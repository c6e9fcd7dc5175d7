import { ActionIcon, CloseButton, Title } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useTexts } from "../i18n/texts.tsx";
import classes from "./panel.module.css";
import { usePanel, usePanelState } from "./panel-context.tsx";
import { panelTitleId } from "./panel-place.tsx";

export interface PanelFrameProps {
  title: ReactNode;
  /** Buttons beside the title. */
  actions?: ReactNode;
  /** The content fills the panel and scrolls by itself, like a list with a composer below. */
  fills?: boolean;
  children: ReactNode;
}

/** The title and the content of a panel. The title receives the focus, unless the content has taken it. */
export function PanelFrame({ title, actions, fills = false, children }: PanelFrameProps) {
  const texts = useTexts().panel;
  const { back, close } = usePanel();
  const { panels } = usePanelState();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const element = heading.current;
    if (!element?.closest("aside")?.contains(document.activeElement)) element?.focus();
  }, []);
  return (
    <>
      <header className={classes.header}>
        {panels.length > 1 && (
          <ActionIcon size={36} variant="subtle" color="gray" aria-label={texts.back} onClick={back}>
            <IconArrowLeft size={20} />
          </ActionIcon>
        )}
        <Title ref={heading} order={2} size="h5" id={panelTitleId} tabIndex={-1} className={classes.title}>
          {title}
        </Title>
        {actions}
        <CloseButton size={36} iconSize={20} aria-label={texts.close} onClick={close} />
      </header>
      <div className={fills ? classes.fill : classes.content}>{children}</div>
    </>
  );
}
