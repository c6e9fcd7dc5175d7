import { IconChevronRight } from "@tabler/icons-react";
import { type ReactNode, useId } from "react";
import { useForwardKey } from "../keyboard/use-forward-key.ts";
import classes from "./sidebar.module.css";
import type { SectionName } from "./sidebar-preferences.ts";

export interface SidebarSectionProps {
  name: SectionName;
  title: string;
  isCollapsed: boolean;
  onToggle: () => void;
  /** The button beside the title. */
  action?: ReactNode;
  /** List items. */
  children: ReactNode;
}

/** A part of the conversation list. Its title collapses it. */
export function SidebarSection({
  name,
  title,
  isCollapsed,
  onToggle,
  action,
  children,
}: SidebarSectionProps) {
  const id = useId();
  const forwardKey = useForwardKey();
  return (
    <section aria-labelledby={id} data-section={name}>
      <div className={classes.sectionHeader}>
        <h3 className={classes.sectionTitle}>
          <button
            type="button"
            aria-expanded={!isCollapsed}
            aria-keyshortcuts={action ? forwardKey : undefined}
            onClick={onToggle}
          >
            <IconChevronRight size={14} aria-hidden />
            <bdi id={id}>{title}</bdi>
          </button>
        </h3>
        {action}
      </div>
      <ul className={classes.items}>{children}</ul>
    </section>
  );
}
