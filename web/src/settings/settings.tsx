import { Divider, NavLink, Stack } from "@mantine/core";
import { Fragment, type ReactNode, useRef, useState } from "react";
import { isAdministrator } from "../../../contract/workspace-roles.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { Dialog } from "../overlays/dialog.tsx";
import { useChat } from "../session/chat-context.tsx";
import { AppearanceSettings } from "./appearance.tsx";
import { DataSettings } from "./data.tsx";
import { DeviceSettings } from "./devices.tsx";
import { NotificationSettings } from "./notifications.tsx";
import { PasswordSettings } from "./password.tsx";
import { ProfileSettings } from "./profile.tsx";
import classes from "./settings.module.css";
import { WorkspaceLink } from "./workspace.tsx";

interface Part {
  title: string;
  content: ReactNode;
}

/** The settings of the account and of this device, with an index beside them in a wide window. */
export default function Settings({ onClose }: { onClose: () => void }) {
  const { account } = useTexts();
  const texts = useFeatureTexts().settings;
  const { me } = useChat();
  const [current, setCurrent] = useState(0);
  const places = useRef(new Map<number, HTMLElement>());
  const parts: Part[] = [
    { title: texts.profile, content: <ProfileSettings /> },
    { title: account.appearance, content: <AppearanceSettings /> },
    { title: texts.notifications, content: <NotificationSettings /> },
    { title: texts.signIn, content: <PasswordSettings /> },
    { title: texts.devices, content: <DeviceSettings /> },
    { title: texts.data, content: <DataSettings /> },
  ];
  if (isAdministrator(me.workspaceRole)) parts.push({ title: texts.workspace, content: <WorkspaceLink /> });
  return (
    <Dialog onClose={onClose} isPage title={texts.title} size={860}>
      <div className={classes.settings}>
        <nav className={classes.index} aria-label={texts.index}>
          {parts.map(({ title }, at) => (
            <NavLink
              key={title}
              component="button"
              label={title}
              active={at === current}
              onClick={() => {
                setCurrent(at);
                places.current.get(at)?.scrollIntoView();
              }}
            />
          ))}
        </nav>
        <Stack gap="lg" className={classes.parts ?? ""}>
          {parts.map(({ title, content }, at) => (
            <Fragment key={title}>
              {at > 0 && <Divider />}
              <section
                aria-label={title}
                className={classes.part}
                ref={(element) => {
                  if (element) places.current.set(at, element);
                }}
              >
                {content}
              </section>
            </Fragment>
          ))}
        </Stack>
      </div>
    </Dialog>
  );
}
