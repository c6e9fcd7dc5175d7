import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { useLocation } from "wouter";
import { isQuiet } from "../../../contract/availability.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { isThreadOnly, type Message } from "../../../contract/messages.ts";
import { nameOf, titleOf } from "../conversation/names.ts";
import { useErrors } from "../errors/errors-context.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { previewOf } from "../message/preview.ts";
import { useIsCovered } from "../panel/use-is-covered.ts";
import { useChat } from "../session/chat-context.tsx";
import { keepNotification } from "./current-notification.ts";
import { followNotifiableMessages, type NotifiableMessage } from "./notifiable-messages.ts";
import { usePreferences } from "./preferences.ts";
import { isStillUnread } from "./still-unread.ts";
import { NotifyingTabs } from "./tabs.ts";

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

/** Whether the user sees this tab: it is visible and has the focus. */
function useIsSeen(): boolean {
  const look = () => document.visibilityState === "visible" && document.hasFocus();
  const subscribe = (listener: () => void) => {
    document.addEventListener("visibilitychange", listener);
    for (const type of ["focus", "blur"]) window.addEventListener(type, listener);
    return () => {
      document.removeEventListener("visibilitychange", listener);
      for (const type of ["focus", "blur"]) window.removeEventListener(type, listener);
    };
  };
  return useSyncExternalStore(subscribe, look);
}

/**
 * Shows desktop notifications and plays a sound for new messages, except in a
 * conversation that the user sees in any tab or reads on another device, and in the user's quiet times.
 */
export default function MessageNotifications({ openId }: { openId: ConversationId | undefined }) {
  const { client, me } = useChat();
  const texts = useTexts();
  const [preferences] = usePreferences();
  const [, navigate] = useLocation();
  const { background } = useErrors();
  const tabs = useMemo(() => new NotifyingTabs(me.id), [me.id]);
  const isSeen = useIsSeen();
  useEffect(() => (openId && isSeen ? tabs.show(openId) : undefined), [tabs, openId, isSeen]);
  const isCovered = useIsCovered();
  const isShown = useRef((_: NotifiableMessage): boolean => false);
  isShown.current = ({ conversation, message }) =>
    isSeen && openId === conversation.id && (!isCovered || isThreadOnly(message));
  /** For each conversation, how to stop following its notification. */
  const shown = useRef(new Map<ConversationId, () => void>());
  const notify = useRef<(message: NotifiableMessage) => Promise<void>>(async () => {});
  notify.current = async (notifiable) => {
    const { conversation, message, isForKeyword } = notifiable;
    if (isForKeyword) {
      const { keywordsIn } = await import("../../../contract/finding/keywords.ts");
      if (!keywordsIn(message.content)(me.keywords ?? [])) return;
    }
    if (isShown.current(notifiable) || isQuiet(me, new Date())) return;
    if (!(await isStillUnread(client, message)) || isShown.current(notifiable)) return;
    if (!(await tabs.claim(conversation.id, message.seq))) return;
    if (preferences.sound) chime();
    if (!preferences.desktop || Notification.permission !== "granted") return;
    await client.people.ensure([message.senderId]);
    const sender = client.state.people.get(message.senderId);
    const name = sender ? nameOf(sender) : texts.conversation.unknownUser;
    const show = (now: Message) => {
      const text = previewOf(now, texts.message);
      const notification = new Notification(titleOf(conversation, me.id, texts), {
        body: conversation.isGroupChat ? `${name}: ${text}` : text,
        // A conversation has at most one notification. The next message replaces it.
        tag: conversation.id,
        icon: "/icon.svg",
      });
      notification.onclick = () => {
        window.focus();
        // The address of a reply opens its thread.
        navigate(isThreadOnly(message) ? `/c/${conversation.id}/${message.seq}` : `/c/${conversation.id}`);
        notification.close();
      };
      return notification;
    };
    shown.current.get(conversation.id)?.();
    shown.current.set(conversation.id, keepNotification(client, message, show));
  };
  useEffect(() => {
    const notifications = shown.current;
    return () => {
      for (const stop of notifications.values()) stop();
    };
  }, []);
  useEffect(
    () =>
      followNotifiableMessages(client, me, (message) => background(notify.current(message), "notification")),
    [client, me, background],
  );
  return null;
}
