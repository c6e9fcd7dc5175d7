import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { Link } from "wouter";
import { useTexts } from "../i18n/texts.tsx";

/** Leads to the administration of the workspace. For owners and admins. */
export function WorkspaceLink() {
  const texts = useTexts();
  return (
    <Stack gap="sm">
      <Title order={3} size="h5">
        {texts.settings.workspace}
      </Title>
      <Text size="sm">{texts.settings.workspaceHint}</Text>
      <Group>
        <Button component={Link} href="/admin" variant="default">
          {texts.account.administration}
        </Button>
      </Group>
    </Stack>
  );
}
