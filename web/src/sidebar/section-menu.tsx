import { IconDots } from "@tabler/icons-react";
import { lazy, useState } from "react";
import type { SectionKey } from "../../../client/conversations/sorted-conversations.ts";
import type { ListSections } from "../../../contract/list-sections.ts";
import { Overlay } from "../errors/failures.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { SectionButton } from "./section-button.tsx";
import classes from "./sidebar.module.css";

const SectionActions = lazy(() => import("../sections/section-actions.tsx"));

export interface SectionMenuProps {
  section: ListSections[number];
  title: string;
  /** The sections that the list shows, in order. */
  shown: readonly SectionKey[];
}

/** The button for the menu of a section in the list. */
export function SectionMenu({ section, title, shown }: SectionMenuProps) {
  const texts = useTexts().common;
  const [isOpen, setOpen] = useState(false);
  const button = (
    <SectionButton
      className={classes.sectionMenu ?? ""}
      label={texts.actionsFor({ name: title })}
      onClick={() => setOpen(true)}
    >
      <IconDots size={16} />
    </SectionButton>
  );
  if (!isOpen) return button;
  return (
    <Overlay name="section menu" onClose={() => setOpen(false)} fallback={button}>
      <SectionActions section={section} title={title} shown={shown} onClose={() => setOpen(false)}>
        {button}
      </SectionActions>
    </Overlay>
  );
}
