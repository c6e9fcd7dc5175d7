import { ActionIcon, Menu } from "@mantine/core";
import { IconCheck, IconSettings } from "@tabler/icons-react";
import { useState } from "react";
import type { CallSession } from "../../../client/browser/calls/call-session.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";

/** Lets the user choose a microphone and a camera. Browsers name them once the user has allowed one. */
export function DeviceMenu({ session }: { session: CallSession }) {
  const texts = useFeatureTexts().calls;
  const [devices, setDevices] = useState<MediaDeviceInfo[]>([]);
  const load = async () => setDevices((await navigator.mediaDevices?.enumerateDevices()) ?? []);
  const { media } = session;
  const kinds = [
    { kind: "audioinput", name: texts.microphone, device: "microphone" },
    { kind: "videoinput", name: texts.camera, device: "camera" },
  ] as const;
  return (
    <Menu position="top" onOpen={() => void load()}>
      <Menu.Target>
        <ActionIcon size={44} radius="xl" variant="default" aria-label={texts.devices} title={texts.devices}>
          <IconSettings size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {kinds.map(({ kind, name, device }) => (
          <div key={kind}>
            <Menu.Label>{name}</Menu.Label>
            {devices
              .filter((each) => each.kind === kind)
              .map(({ deviceId, label }) => (
                <Menu.Item
                  key={deviceId}
                  rightSection={media.devices[device] === deviceId && <IconCheck size={16} />}
                  onClick={() => void media.choose({ [device]: deviceId })}
                >
                  {label || name}
                </Menu.Item>
              ))}
          </div>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
