import { ActionIcon, Text, Title } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import classes from "../conversation/conversation.module.css";

export interface ChannelHeaderProps {
  title: ReactNode;
  subtitle?: ReactNode;
  back: { href: string; label: string; isAlwaysShown: boolean };
  /** Buttons at the end. */
  children?: ReactNode;
}

/** The header of a channel view, which looks like a conversation's header. */
export function ChannelHeader({ title, subtitle, back, children }: ChannelHeaderProps) {
  return (
    <header className={classes.header}>
      <ActionIcon
        component={Link}
        href={back.href}
        size={44}
        variant="subtle"
        aria-label={back.label}
        {...(!back.isAlwaysShown && { className: classes.back })}
      >
        <IconArrowLeft size={22} />
      </ActionIcon>
      <div className={classes.title}>
        <Title order={1} size="h5" lineClamp={1} dir="auto">
          {title}
        </Title>
        {subtitle !== undefined && (
          <Text size="xs" c="dimmed" truncate>
            {subtitle}
          </Text>
        )}
      </div>
      {children}
    </header>
  );
}
