import { Menu } from "@mantine/core";
import {
  IconAddressBook,
  IconDeviceDesktop,
  IconKeyboard,
  IconLayoutList,
  IconList,
  IconLogout,
  IconMoon,
  IconSettings,
  IconSun,
  IconUsers,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useLocation } from "wouter";
import { wait } from "../../../client/backoff.ts";
import { savingMs } from "../../../client/drafts/draft-sync.ts";
import { isAdministrator } from "../../../contract/workspace-roles.ts";
import { useTheme } from "../appearance/use-theme.ts";
import { nameOf } from "../conversation/names.ts";
import { useErrors } from "../errors/errors-context.tsx";
import { languages } from "../i18n/catalogs.ts";
import { nameOfLanguage } from "../i18n/languages.ts";
import { usePageLanguage } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { OpenedMenu } from "../overlays/opened-menu.tsx";
import { requestOverlay } from "../pages/use-shortcuts.ts";
import { AvailabilityItems } from "../people/availability-items.tsx";
import { useChat } from "../session/chat-context.tsx";
import { useDensity } from "../session/density.ts";
import { useSession } from "../session/session-context.tsx";

/** The most common themes. The settings offer all of them. */
const shownThemes = [
  { value: "light", Icon: IconSun },
  { value: "dark", Icon: IconMoon },
  { value: "system", Icon: IconDeviceDesktop },
] as const;

const densities = [
  { value: "comfortable", Icon: IconLayoutList },
  { value: "compact", Icon: IconList },
] as const;

export interface AccountActionsProps {
  onClose: () => void;
  /** Opens the dialog for the status. */
  onStatus: () => void;
  /** The button that opens the menu. */
  children: ReactNode;
}

/** The account menu: appearance, language, settings and signing out. */
export default function AccountActions({ onClose, onStatus, children }: AccountActionsProps) {
  const { me, saveDrafts } = useChat();
  const { session } = useSession();
  const { background } = useErrors();
  const [theme, setTheme] = useTheme();
  const [density, setDensity] = useDensity();
  const { language, chooseLanguage } = usePageLanguage();
  const { account: accountTexts, settings: settingsTexts, directory } = useFeatureTexts();
  const [, navigate] = useLocation();

  /** Saves what the user has just written, and ends the session, even if saving fails or takes long. */
  async function signOut(): Promise<void> {
    await Promise.allSettled([Promise.race([saveDrafts(), wait(savingMs)])]);
    await session.signOut();
  }
  const chosen = (isChosen: boolean) => ({ "aria-current": isChosen, fw: isChosen ? 600 : undefined });
  return (
    <OpenedMenu onClose={onClose} target={children} position="bottom-start">
      <Menu.Label>
        <bdi>{nameOf(me)}</bdi> · <bdi>@{me.username}</bdi>
      </Menu.Label>
      <AvailabilityItems onStatus={onStatus} />
      <Menu.Divider />
      <Menu.Label>{accountTexts.appearance}</Menu.Label>
      {shownThemes.map(({ value, Icon }) => (
        <Menu.Item
          key={value}
          leftSection={<Icon size={18} />}
          {...chosen(theme === value)}
          onClick={() => setTheme(value)}
        >
          {accountTexts[value]}
        </Menu.Item>
      ))}
      <Menu.Label>{accountTexts.density}</Menu.Label>
      {densities.map(({ value, Icon }) => (
        <Menu.Item
          key={value}
          leftSection={<Icon size={18} />}
          {...chosen(density === value)}
          onClick={() => setDensity(value)}
        >
          {accountTexts[value]}
        </Menu.Item>
      ))}
      <Menu.Label>{accountTexts.language}</Menu.Label>
      {languages.map((tag) => (
        <Menu.Item key={tag} lang={tag} {...chosen(language === tag)} onClick={() => chooseLanguage(tag)}>
          {nameOfLanguage(tag)}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Item leftSection={<IconSettings size={18} />} onClick={() => navigate("/settings")}>
        {settingsTexts.title}
      </Menu.Item>
      <Menu.Item leftSection={<IconAddressBook size={18} />} onClick={() => navigate("/people")}>
        {directory.title}
      </Menu.Item>
      {isAdministrator(me.workspaceRole) && (
        <Menu.Item leftSection={<IconUsers size={18} />} onClick={() => navigate("/admin")}>
          {accountTexts.administration}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconKeyboard size={18} />} onClick={() => requestOverlay("shortcuts")}>
        {accountTexts.shortcuts}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconLogout size={18} />}
        onClick={() => {
          navigate("/");
          background(signOut(), "signOut");
        }}
      >
        {accountTexts.signOut}
      </Menu.Item>
    </OpenedMenu>
  );
}
