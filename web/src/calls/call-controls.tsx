import { ActionIcon, Button, Group } from "@mantine/core";
import {
  IconMicrophone,
  IconMicrophoneOff,
  IconPhoneOff,
  IconScreenShare,
  IconScreenShareOff,
  IconVideo,
  IconVideoOff,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { CallSession, CallSessionState } from "../../../client/browser/calls/call-session.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { DeviceMenu } from "./device-menu.tsx";

export interface CallControlsProps {
  session: CallSession;
  state: CallSessionState;
  onClose: () => void;
}

/** Phones cannot share their screen. */
const canShare = () => "getDisplayMedia" in (navigator.mediaDevices ?? {});

/** The buttons of a call. */
export function CallControls({ session, state, onClose }: CallControlsProps) {
  const texts = useFeatureTexts().calls;
  const { close } = useTexts().common;
  const { isMuted, camera, screen, phase } = state;
  const { media } = session;
  if (phase === "ended") return <Button onClick={onClose}>{close}</Button>;
  return (
    <Group gap="xs" justify="center">
      <Control
        label={isMuted ? texts.unmute : texts.mute}
        isOn={!isMuted}
        onClick={() => media.setMuted(!isMuted)}
      >
        {isMuted ? <IconMicrophoneOff size={20} /> : <IconMicrophone size={20} />}
      </Control>
      <Control
        label={camera ? texts.cameraOff : texts.cameraOn}
        isOn={camera !== undefined}
        onClick={() => media.setCamera(!camera)}
      >
        {camera ? <IconVideo size={20} /> : <IconVideoOff size={20} />}
      </Control>
      {canShare() && (
        <Control
          label={screen ? texts.screenOff : texts.screenOn}
          isOn={screen !== undefined}
          onClick={() => media.setScreen(!screen)}
        >
          {screen ? <IconScreenShareOff size={20} /> : <IconScreenShare size={20} />}
        </Control>
      )}
      <DeviceMenu session={session} />
      <ActionIcon
        size={44}
        radius="xl"
        color="red"
        aria-label={texts.leave}
        title={texts.leave}
        onClick={onClose}
      >
        <IconPhoneOff size={20} />
      </ActionIcon>
    </Group>
  );
}

interface ControlProps {
  label: string;
  isOn: boolean;
  onClick: () => Promise<void>;
  children: ReactNode;
}

function Control({ label, isOn, onClick, children }: ControlProps) {
  return (
    <ActionIcon
      size={44}
      radius="xl"
      variant={isOn ? "filled" : "default"}
      aria-label={label}
      title={label}
      onClick={() => void onClick()}
    >
      {children}
    </ActionIcon>
  );
}
