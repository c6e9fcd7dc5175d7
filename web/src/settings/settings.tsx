import { NavLink } from "@mantine/core";
import {
  IconBell,
  IconBuilding,
  IconChevronRight,
  IconDevices,
  IconFileExport,
  IconKey,
  IconLanguage,
  IconMoodSmile,
  IconPalette,
  IconUserCircle,
  type Icon as TablerIcon,
} from "@tabler/icons-react";
import { type ComponentType, useEffect, useRef } from "react";
import { Link } from "wouter";
import { isAdministrator } from "../../../contract/workspace-roles.ts";
import { ChannelHeader } from "../channels/channel-header.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useChat } from "../session/chat-context.tsx";
import { AppearanceSettings } from "./appearance.tsx";
import { DataSettings } from "./data.tsx";
import { DeviceSettings } from "./devices.tsx";
import { EmojiSettings } from "./emoji.tsx";
import { LanguageSettings } from "./language.tsx";
import { NotificationSettings } from "./notifications.tsx";
import { PasswordSettings } from "./password.tsx";
import { ProfileSettings } from "./profile.tsx";
import classes from "./settings.module.css";
import { WorkspaceLink } from "./workspace.tsx";

interface SettingsPage {
  /** The last part of the page's address. */
  name: string;
  title: string;
  Icon: TablerIcon;
  Content: ComponentType;
}

/** Returns the pages that the user may see, in the order of the index. */
function usePages(): readonly [SettingsPage, ...SettingsPage[]] {
  const { account, settings: texts, customEmoji } = useFeatureTexts();
  const { me } = useChat();
  const workspace = { title: texts.workspace, Icon: IconBuilding, Content: WorkspaceLink };
  return [
    { name: "profile", title: texts.profile, Icon: IconUserCircle, Content: ProfileSettings },
    { name: "appearance", title: account.appearance, Icon: IconPalette, Content: AppearanceSettings },
    { name: "language", title: account.language, Icon: IconLanguage, Content: LanguageSettings },
    { name: "notifications", title: texts.notifications, Icon: IconBell, Content: NotificationSettings },
    { name: "sign-in", title: texts.signIn, Icon: IconKey, Content: PasswordSettings },
    { name: "devices", title: texts.devices, Icon: IconDevices, Content: DeviceSettings },
    { name: "emoji", title: customEmoji.title, Icon: IconMoodSmile, Content: EmojiSettings },
    { name: "data", title: texts.data, Icon: IconFileExport, Content: DataSettings },
    ...(isAdministrator(me.workspaceRole) ? [{ name: "workspace", ...workspace }] : []),
  ];
}

/**
 * The settings of the account and of this device. Each page has its own address. A wide window shows the index beside the
 * page, and a phone shows either of them.
 */
export default function Settings({ page }: { page: string | undefined }) {
  const texts = useFeatureTexts().settings;
  const { channels } = useFeatureTexts();
  const pages = usePages();
  const named = pages.find(({ name }) => name === page);
  const { name: current, title, Content } = named ?? pages[0];
  const section = useRef<HTMLElement>(null);
  const shown = named?.name;
  useEffect(() => {
    if (shown !== undefined) section.current?.focus();
  }, [shown]);
  return (
    <section className={classes.view} aria-label={texts.title}>
      <ChannelHeader
        title={texts.title}
        back={{
          href: named ? "/settings" : "/",
          label: named ? texts.toIndex : channels.back,
          isAlwaysShown: false,
        }}
      />
      <div className={classes.columns} data-shows={named ? "page" : "index"}>
        <nav className={classes.index} aria-label={texts.index}>
          {pages.map(({ name, title, Icon }) => (
            <NavLink
              key={name}
              component={Link}
              href={`/settings/${name}`}
              label={title}
              leftSection={<Icon size={18} aria-hidden />}
              rightSection={<IconChevronRight size={16} aria-hidden className={classes.chevron} />}
              disableRightSectionRotation
              active={name === current}
              aria-current={name === current ? "page" : undefined}
            />
          ))}
        </nav>
        <section key={current} ref={section} className={classes.page} aria-label={title} tabIndex={-1}>
          <div className={classes.content}>
            <Content />
          </div>
        </section>
      </div>
    </section>
  );
}
