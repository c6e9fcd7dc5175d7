import { Avatar, Menu, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { IconDeviceDesktop, IconLogout, IconMoon, IconSun } from "@tabler/icons-react";
import { useLocation } from "wouter";
import { deleteOutbox } from "../client/indexed-db-outbox.ts";
import { nameOf } from "../conversation/names.ts";
import { useChat } from "../session/chat-context.tsx";
import { useSession } from "../session/session-context.tsx";

const schemes = [
  { value: "light", label: "Light", Icon: IconSun },
  { value: "dark", label: "Dark", Icon: IconMoon },
  { value: "auto", label: "As the system", Icon: IconDeviceDesktop },
] as const;

/** Who I am, how the page looks, and the way out. */
export function AccountMenu() {
  const { me } = useChat();
  const { session } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [, navigate] = useLocation();
  return (
    <Menu position="bottom-start" width={220}>
      <Menu.Target>
        <UnstyledButton aria-label={`Account of ${nameOf(me)}`} w={44} h={44} p={3}>
          <Avatar name={nameOf(me)} color="initials" size={38} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {nameOf(me)} · @{me.username}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Label>Appearance</Menu.Label>
        {schemes.map(({ value, label, Icon }) => (
          <Menu.Item
            key={value}
            leftSection={<Icon size={18} />}
            aria-current={colorScheme === value}
            fw={colorScheme === value ? 700 : undefined}
            onClick={() => setColorScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={18} />}
          onClick={() => {
            navigate("/");
            void session.signOut();
            // On a device of others', nothing of mine stays.
            void deleteOutbox(me.id).catch(() => {});
          }}
        >
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
