import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { Link } from "wouter";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";

/** Leads to the administration of the workspace. For owners and admins. */
export function WorkspaceLink() {
  const { account, settings: settingsTexts } = useFeatureTexts();
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        {settingsTexts.workspace}
      </Title>
      <Text size="sm">{settingsTexts.workspaceHint}</Text>
      <Group>
        <Button component={Link} href="/admin" variant="default">
          {account.administration}
        </Button>
      </Group>
    </Stack>
  );
}
