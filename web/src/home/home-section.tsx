import { Group, Text, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";
import classes from "./home.module.css";

export interface HomeSectionProps {
  title: string;
  /** How many items there are. */
  count?: number;
  /** The list's items. */
  children: ReactNode;
  /** Below the list. */
  after?: ReactNode;
}

/** One list of the home page, with its title. */
export function HomeSection({ title, count, children, after }: HomeSectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Group gap="xs">
        <Title order={2} size="h6" id={id}>
          {title}
        </Title>
        {count !== undefined && (
          <Text component="span" size="sm" c="dimmed">
            {count}
          </Text>
        )}
      </Group>
      <ul className={classes.list}>{children}</ul>
      {after}
    </section>
  );
}
