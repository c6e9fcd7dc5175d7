import { Title } from "@mantine/core";
import { type ReactNode, useId } from "react";
import classes from "./home.module.css";

export interface HomeSectionProps {
  title: string;
  /** The list's items. */
  children: ReactNode;
  /** Below the list. */
  after?: ReactNode;
}

/** One list of the home page, with its title. */
export function HomeSection({ title, children, after }: HomeSectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Title order={2} size="h6" id={id}>
        {title}
      </Title>
      <ul className={classes.list}>{children}</ul>
      {after}
    </section>
  );
}
