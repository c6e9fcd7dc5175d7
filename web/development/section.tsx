import { Group, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";

export interface SectionProps {
  title: string;
  children: ReactNode;
}

/** A section of the page of primitives. */
export function Section({ title, children }: SectionProps) {
  const id = useId();
  return (
    <Stack component="section" gap="md" aria-labelledby={id}>
      <Title order={2} size="h3" id={id}>
        {title}
      </Title>
      {children}
    </Stack>
  );
}

export interface StateProps {
  /** The state that the primitives beside it have. */
  name: string;
  children: ReactNode;
}

/** Primitives in one state, with its name. */
export const State = ({ name, children }: StateProps) => (
  <Stack gap={4}>
    <Text size="xs" c="dimmed">
      {name}
    </Text>
    <Group gap="sm" align="center">
      {children}
    </Group>
  </Stack>
);
