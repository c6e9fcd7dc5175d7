import { Menu, useMantineColorScheme } from "@mantine/core";
import {
  IconDeviceDesktop,
  IconKeyboard,
  IconLayoutList,
  IconList,
  IconLogout,
  IconMoon,
  IconSettings,
  IconSun,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useLocation } from "wouter";
import { deleteDrafts } from "../../../client/browser/drafts.ts";
import { deleteOutbox } from "../../../client/browser/indexed-db-outbox.ts";
import { deleteSnapshot } from "../../../client/browser/indexed-db-snapshot.ts";
import type { Language } from "../../../contract/languages.ts";
import { nameOf } from "../conversation/names.ts";
import { languages, useSpeech } from "../i18n/texts.tsx";
import { turnPushOff } from "../notifications/push.ts";
import { OpenedMenu } from "../overlays/opened-menu.tsx";
import { ask } from "../pages/use-shortcuts.ts";
import { useChat } from "../session/chat-context.tsx";
import { useDensity } from "../session/density.ts";
import { useSession } from "../session/session-context.tsx";

const schemes = [
  { value: "light", Icon: IconSun },
  { value: "dark", Icon: IconMoon },
  { value: "auto", Icon: IconDeviceDesktop },
] as const;

const densities = [
  { value: "comfortable", Icon: IconLayoutList },
  { value: "compact", Icon: IconList },
] as const;

export interface AccountActionsProps {
  onClose: () => void;
  /** The button that it opens from. */
  children: ReactNode;
}

/** How the page looks, what it speaks, and the way out. */
export default function AccountActions({ onClose, children }: AccountActionsProps) {
  const { me } = useChat();
  const { session } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [density, setDensity] = useDensity();
  const { texts, language, speak } = useSpeech();
  const say = texts.account;
  const [, navigate] = useLocation();
  const schemeNames = { light: say.light, dark: say.dark, auto: say.system };
  const chosen = (isChosen: boolean) => ({ "aria-current": isChosen, fw: isChosen ? 700 : undefined });
  return (
    <OpenedMenu onClose={onClose} target={children} position="bottom-start">
      <Menu.Label>
        {nameOf(me)} · @{me.username}
      </Menu.Label>
      <Menu.Divider />
      <Menu.Label>{say.appearance}</Menu.Label>
      {schemes.map(({ value, Icon }) => (
        <Menu.Item
          key={value}
          leftSection={<Icon size={18} />}
          {...chosen(colorScheme === value)}
          onClick={() => setColorScheme(value)}
        >
          {schemeNames[value]}
        </Menu.Item>
      ))}
      <Menu.Label>{say.density}</Menu.Label>
      {densities.map(({ value, Icon }) => (
        <Menu.Item
          key={value}
          leftSection={<Icon size={18} />}
          {...chosen(density === value)}
          onClick={() => setDensity(value)}
        >
          {say[value]}
        </Menu.Item>
      ))}
      <Menu.Label>{say.language}</Menu.Label>
      {(Object.keys(languages) as Language[]).map((tag) => (
        <Menu.Item key={tag} lang={tag} {...chosen(language === tag)} onClick={() => speak(tag)}>
          {languages[tag].name}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Item leftSection={<IconSettings size={18} />} onClick={() => ask("settings")}>
        {texts.settings.title}
      </Menu.Item>
      <Menu.Item leftSection={<IconKeyboard size={18} />} onClick={() => ask("shortcuts")}>
        {say.shortcuts}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconLogout size={18} />}
        onClick={() => {
          navigate("/");
          // While the session can still tell the server.
          void turnPushOff(session)
            .catch(() => {})
            .then(() => session.signOut());
          // On a device of others', nothing of mine stays.
          deleteDrafts(window.localStorage, me.id);
          void deleteOutbox(me.id).catch(() => {});
          void deleteSnapshot(me.id).catch(() => {});
        }}
      >
        {say.signOut}
      </Menu.Item>
    </OpenedMenu>
  );
}
