import { Alert, Anchor, Container, Group, Stack, Tabs, Title } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useEffect } from "react";
import { Link as RouterLink } from "wouter";
import { isAdministrator } from "../../../contract/workspace-roles.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { NoticeProvider } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";
import classes from "./admin.module.css";
import { Invitations } from "./invitations.tsx";
import { People } from "./people.tsx";

import { UserGroups } from "./user-groups.tsx";

import { WorkspaceSettings } from "./workspace-settings.tsx";

/** The tab that the address names, such as `/admin#invitations`. */
const linkedTab = () => (location.hash === "#invitations" ? "invitations" : "people");

/**
 * The administration of the workspace: people, user groups, invitations, and who can sign up. For owners and admins.
 */
export default function AdminPage() {
  const { session, user } = useSession();
  const texts = useFeatureTexts().admin;
  useEffect(() => {
    document.title = `${texts.title} · ChatFlow`;
    // The role may have changed since the sign-in. Without a response, the known role stays.
    session.call("getMe", {}).then(
      (account) => session.update(account),
      () => {},
    );
    return () => {
      document.title = "ChatFlow";
    };
  }, [session, texts]);
  if (!user) return null;
  return (
    <NoticeProvider>
      <Container component="main" size="md" py="md" px="md">
        <Stack gap="lg">
          <Group gap="sm" justify="space-between">
            <Title order={1} size="h3">
              {texts.title}
            </Title>
            <Anchor component={RouterLink} href="/" size="sm" underline="always">
              <Group gap={6} component="span">
                <IconArrowLeft size={16} aria-hidden />
                {texts.back}
              </Group>
            </Anchor>
          </Group>
          {isAdministrator(user.workspaceRole) ? (
            <Tabs defaultValue={linkedTab()} keepMounted={false}>
              <Tabs.List className={classes.tabs ?? ""}>
                <Tabs.Tab value="people">{texts.people.title}</Tabs.Tab>
                <Tabs.Tab value="user-groups">{texts.userGroups.title}</Tabs.Tab>
                <Tabs.Tab value="invitations">{texts.invitations.title}</Tabs.Tab>
                <Tabs.Tab value="workspace">{texts.workspace.title}</Tabs.Tab>
              </Tabs.List>
              <Tabs.Panel value="people" pt="md">
                <People me={user} />
              </Tabs.Panel>
              <Tabs.Panel value="user-groups" pt="md">
                <UserGroups />
              </Tabs.Panel>
              <Tabs.Panel value="invitations" pt="md">
                <Invitations me={user} />
              </Tabs.Panel>
              <Tabs.Panel value="workspace" pt="md">
                <WorkspaceSettings me={user} />
              </Tabs.Panel>
            </Tabs>
          ) : (
            <Alert color="red" role="alert">
              {texts.forbidden}
            </Alert>
          )}
        </Stack>
      </Container>
    </NoticeProvider>
  );
}
