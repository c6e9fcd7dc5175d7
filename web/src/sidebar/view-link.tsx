import { Text } from "@mantine/core";
import type { Icon as TablerIcon } from "@tabler/icons-react";
import { Link, useRoute } from "wouter";
import { counted } from "./counted.ts";
import classes from "./sidebar.module.css";

export interface ViewLinkProps {
  href: string;
  Icon: TablerIcon;
  name: string;
  /** How much is new there. */
  count: number;
  /** Names the count for screen readers. */
  countLabel: (values: { count: number }) => string;
}

/** A link to a view above the list of conversations. */
export function ViewLink({ href, Icon, name, count, countLabel }: ViewLinkProps) {
  const [isOpen] = useRoute(href);
  return (
    <Link href={href} className={classes.view ?? ""} aria-current={isOpen ? "page" : undefined}>
      <Icon size={18} aria-hidden />
      <Text component="span" size="sm" fw={count > 0 ? 600 : 400} flex={1}>
        {name}
      </Text>
      {count > 0 && (
        <span className={classes.count} role="img" aria-label={countLabel({ count })}>
          {counted(count)}
        </span>
      )}
    </Link>
  );
}
