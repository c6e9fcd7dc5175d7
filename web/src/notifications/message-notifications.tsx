import { useEffect, useRef } from "react";
import { useLocation } from "wouter";
import type { ConversationId } from "../../../contract/ids.ts";
import { nameOf, titleOf } from "../conversation/names.ts";
import { useTexts } from "../i18n/texts.tsx";
import { previewOf } from "../message/preview.ts";
import { useChat } from "../session/chat-context.tsx";
import { followNotifiableMessages, type NotifiableMessage } from "./notifiable-messages.ts";
import { usePreferences } from "./preferences.ts";

/** Plays two short notes, quiet enough for an office. */
function chime(): void {
  const audio = new AudioContext();
  for (const [at, frequency] of [
    [0, 660],
    [0.12, 880],
  ] as const) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    const begin = audio.currentTime + at;
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0.08, begin);
    volume.gain.exponentialRampToValueAtTime(0.001, begin + 0.25);
    tone.connect(volume).connect(audio.destination);
    tone.start(begin);
    tone.stop(begin + 0.3);
  }
  setTimeout(() => void audio.close(), 1_000);
}

/** Shows desktop notifications and plays a sound for new messages, except in the conversation that the user sees. */
export function MessageNotifications({ openId }: { openId: ConversationId | undefined }) {
  const { client, me } = useChat();
  const texts = useTexts();
  const [preferences] = usePreferences();
  const [, navigate] = useLocation();
  const notify = useRef<(message: NotifiableMessage) => void>(() => {});
  notify.current = ({ conversation, message }) => {
    const isShown =
      document.visibilityState === "visible" && document.hasFocus() && openId === conversation.id;
    if (isShown) return;
    if (preferences.sound) chime();
    if (!preferences.desktop || Notification.permission !== "granted") return;
    const sender = conversation.participants.find(({ user }) => user.id === message.senderId)?.user;
    const name = sender ? nameOf(sender) : texts.conversation.unknownUser;
    const text = previewOf(message, texts.message);
    const notification = new Notification(titleOf(conversation, me.id, texts), {
      body: conversation.isGroupChat ? `${name}: ${text}` : text,
      // A conversation has at most one notification. The next message replaces it.
      tag: conversation.id,
      icon: "/icon.svg",
    });
    notification.onclick = () => {
      window.focus();
      navigate(`/c/${conversation.id}`);
      notification.close();
    };
  };
  useEffect(() => followNotifiableMessages(client, me, (message) => notify.current(message)), [client, me]);
  return null;
}
