import { Title } from "@mantine/core";
import { type ReactNode, useId } from "react";
import classes from "./sidebar.module.css";

export interface SidebarSectionProps {
  title: string;
  /** The button beside the title. */
  action: ReactNode;
  /** List items. */
  children: ReactNode;
}

/** A part of the conversation list, with a title and a button that adds to it. */
export function SidebarSection({ title, action, children }: SidebarSectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <div className={classes.sectionHeader}>
        <Title order={3} size="sm" id={id} c="dimmed" flex={1}>
          {title}
        </Title>
        {action}
      </div>
      <ul className={classes.items}>{children}</ul>
    </section>
  );
}
