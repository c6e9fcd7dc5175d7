import { Divider, Modal, Stack } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useTexts } from "../i18n/texts.tsx";
import { DataSettings } from "./data.tsx";
import { DeviceSettings } from "./devices.tsx";
import { NotificationSettings } from "./notifications.tsx";
import { PasswordSettings } from "./password.tsx";
import { ProfileSettings } from "./profile.tsx";

/** All about one's account. */
export default function Settings({ onClose }: { onClose: () => void }) {
  const texts = useTexts();
  const isPhone = useMediaQuery("(max-width: 720px)");
  return (
    <Modal
      opened
      onClose={onClose}
      title={texts.settings.title}
      size="lg"
      fullScreen={isPhone ?? false}
      closeButtonProps={{ "aria-label": texts.details.close }}
    >
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
      </Stack>
    </Modal>
  );
}
