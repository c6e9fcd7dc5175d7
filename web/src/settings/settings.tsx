import { Divider, Stack } from "@mantine/core";
import { isAdministrator } from "../../../contract/workspace-roles.ts";
import { useTexts } from "../i18n/texts.tsx";
import { Dialog } from "../overlays/dialog.tsx";
import { useChat } from "../session/chat-context.tsx";
import { DataSettings } from "./data.tsx";
import { DeviceSettings } from "./devices.tsx";
import { NotificationSettings } from "./notifications.tsx";
import { PasswordSettings } from "./password.tsx";
import { ProfileSettings } from "./profile.tsx";
import { WorkspaceLink } from "./workspace.tsx";

/** The settings of the account and of this device. */
export default function Settings({ onClose }: { onClose: () => void }) {
  const texts = useTexts();
  const { me } = useChat();
  return (
    <Dialog onClose={onClose} isPage title={texts.settings.title} size="lg">
      <Stack gap="lg">
        <ProfileSettings />
        <Divider />
        <NotificationSettings />
        <Divider />
        <PasswordSettings />
        <Divider />
        <DeviceSettings />
        <Divider />
        <DataSettings />
        {isAdministrator(me.workspaceRole) && (
          <>
            <Divider />
            <WorkspaceLink />
          </>
        )}
      </Stack>
    </Dialog>
  );
}
