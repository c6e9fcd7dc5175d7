import { Text } from "@mantine/core";
import { IconMicrophoneOff } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import type { CallSessionState, Other } from "../../../client/browser/calls/call-session.ts";
import { nameOf } from "../conversation/names.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { Avatar } from "../people/avatar.tsx";
import { useChat, useChatState } from "../session/chat-context.tsx";
import classes from "./calls.module.css";
import { useNames } from "./use-names.ts";

/** Every picture of a call: a tile for each participant, and one for each shared screen. */
export function CallTiles({ state }: { state: CallSessionState }) {
  const { me } = useChat();
  const texts = useFeatureTexts().calls;
  const nameById = useNames(state.call);
  const { camera, screen, isMuted, others } = state;
  return (
    <ul className={classes.tiles} data-count={others.length + 1}>
      {screen && (
        <Tile label={texts.yourScreen} isScreen>
          <Picture stream={screen} isSilent />
        </Tile>
      )}
      {others.map((other) => (
        <OtherTiles key={other.seat} other={other} name={nameById(other.userId)} />
      ))}
      <Tile label={texts.you} isMuted={isMuted}>
        {camera ? (
          <Picture stream={camera} isSilent isMirrored />
        ) : (
          <Avatar id={me.id} name={nameOf(me)} size={48} pictureId={me.pictureId} />
        )}
      </Tile>
    </ul>
  );
}

function OtherTiles({ other, name }: { other: Other; name: string }) {
  const texts = useFeatureTexts().calls;
  const { userId, sound, camera, screen, isMuted, isSpeaking } = other;
  const user = useChatState((state) => state.people.get(userId));
  return (
    <>
      {screen && (
        <Tile label={texts.screenOf({ name })} isScreen>
          <Picture stream={screen} isSilent />
        </Tile>
      )}
      <Tile label={name} isMuted={isMuted} isSpeaking={isSpeaking}>
        {camera ? (
          <Picture stream={camera} isSilent />
        ) : (
          <Avatar id={userId} name={name} size={48} pictureId={user?.pictureId} />
        )}
        {sound && <Sound stream={sound} />}
      </Tile>
    </>
  );
}

interface TileProps {
  label: string;
  isScreen?: boolean;
  isMuted?: boolean;
  isSpeaking?: boolean;
  children: React.ReactNode;
}

function Tile({ label, isScreen, isMuted, isSpeaking, children }: TileProps) {
  const texts = useFeatureTexts().calls;
  return (
    <li className={classes.tile} data-screen={isScreen} data-speaking={isSpeaking} aria-label={label}>
      {children}
      <span className={classes.label}>
        {isMuted && <IconMicrophoneOff size={14} aria-label={texts.isMuted} />}
        <Text component="bdi" size="xs" truncate>
          {label}
        </Text>
      </span>
    </li>
  );
}

/** Gives an element its stream, which React cannot set as an attribute. */
function useStream<E extends HTMLMediaElement>(stream: MediaStream) {
  const ref = useRef<E>(null);
  useEffect(() => {
    if (ref.current && ref.current.srcObject !== stream) ref.current.srcObject = stream;
  }, [stream]);
  return ref;
}

function Picture({
  stream,
  isSilent,
  isMirrored,
}: {
  stream: MediaStream;
  isSilent: boolean;
  isMirrored?: boolean;
}) {
  const ref = useStream<HTMLVideoElement>(stream);
  return <video ref={ref} autoPlay playsInline muted={isSilent} data-mirrored={isMirrored} />;
}

function Sound({ stream }: { stream: MediaStream }) {
  const ref = useStream<HTMLAudioElement>(stream);
  // biome-ignore lint/a11y/useMediaCaption: a live conversation has no captions
  return <audio ref={ref} autoPlay />;
}
