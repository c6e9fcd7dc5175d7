import { Group, Skeleton, Stack } from "@mantine/core";
import { useTexts } from "../i18n/texts.tsx";

/** A placeholder for messages that are loading. */
export function MessagesSkeleton() {
  const texts = useTexts().conversation;
  return (
    <Stack
      p="md"
      gap="lg"
      justify="flex-end"
      h="100%"
      role="group"
      aria-busy="true"
      aria-label={texts.loading}
    >
      {["40%", "65%", "30%", "55%"].map((width) => (
        <Group key={width} wrap="nowrap" align="flex-start">
          <Skeleton circle height={36} />
          <Stack gap={8} flex={1}>
            <Skeleton height={10} width={120} />
            <Skeleton height={12} width={width} />
          </Stack>
        </Group>
      ))}
    </Stack>
  );
}
