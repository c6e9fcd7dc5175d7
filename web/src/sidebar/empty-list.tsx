import { Button, Stack, Text } from "@mantine/core";
import { Link } from "wouter";
import { isAdministrator } from "../../../contract/workspace-roles.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useChat } from "../session/chat-context.tsx";
import { StartActions } from "./start-actions.tsx";

/** In the place of an empty list, the ways to fill it. */
export default function EmptyList() {
  const { me } = useChat();
  const texts = useFeatureTexts().start;
  return (
    <Stack align="center" ta="center" p="xl">
      <Text c="dimmed">{texts.none}</Text>
      <StartActions />
      {isAdministrator(me.workspaceRole) && (
        <Button component={Link} href="/admin#invitations" variant="light">
          {texts.invite}
        </Button>
      )}
    </Stack>
  );
}
