import { lazy, useEffect, useState } from "react";
import { useLocation } from "wouter";
import { Reminders } from "../../../client/reminders/reminders.ts";
import { TextReminders } from "../../../client/reminders/text-reminders.ts";
import type { Conversation } from "../../../contract/conversations.ts";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import { loadEmoji } from "../composer/typed-token.ts";
import type { ComposerThread } from "../composer/use-outgoing.ts";
import { usePageLanguage, useTimes } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { newReminderId } from "../later/new-reminder-id.ts";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";
import { commands, commandsFor } from "./commands.ts";
import { textCommands } from "./text-commands.ts";
import type { TypedCommand } from "./typed-command.ts";
import { typedStatus } from "./typed-status.ts";
import { typedTimes } from "./typed-times.ts";

const CommandHelp = lazy(() => import("./command-help.tsx"));
const CreatePoll = lazy(() => import("../polls/create-poll.tsx"));
const LeaveDialog = lazy(() => import("../conversation/leave-dialog.tsx"));
const StatusDialog = lazy(() => import("../people/status-dialog.tsx"));

export interface RunCommandProps {
  id: ConversationId;
  conversation: Conversation | undefined;
  /** The thread in which the user writes. */
  thread: ComposerThread | undefined;
  command: TypedCommand;
  /** Sends a message in place of the command, or the command as it was typed. */
  send: (content?: string) => void;
  /** Empties the field, unless the user has continued writing. */
  clear: () => void;
  onClose: () => void;
}

type DialogName = "help" | "leave" | "poll" | "status";

/**
 * Runs a command once. The composer keeps its text unless the command succeeds, so that a mistake can be corrected.
 */
export default function RunCommand(props: RunCommandProps) {
  const { id, conversation, thread, send, clear, onClose } = props;
  const { name, rest } = props.command;
  const { client, me } = useChat();
  const { session } = useSession();
  const { attempt, show } = useNotice();
  const texts = useFeatureTexts();
  const own = texts.commands;
  const times = useTimes();
  const { language } = usePageLanguage();
  const [, navigate] = useLocation();
  const [dialog, setDialog] = useState<DialogName>();
  const known = commandsFor(conversation).find((each) => each.name === name);

  /** Waits for a change, empties the composer, and reports the result. */
  async function change(
    task: Promise<unknown>,
    result: string,
    undo?: () => Promise<unknown>,
  ): Promise<void> {
    if (!(await attempt(task))) return;
    clear();
    show(result, undo && { label: own.undo, run: () => void attempt(undo()), isPassing: true });
  }
  const usage = () => show(own.usage({ example: `/${name} ${known?.takes ?? ""}` }));

  async function invite(): Promise<void> {
    const names = [...rest.matchAll(/@?([\p{L}\p{N}_.-]+)/gu)].map(([, each = ""]) => each.toLowerCase());
    if (names.length === 0) return usage();
    const ids: UserId[] = [];
    for (const each of new Set(names)) {
      const { items } = await session.call("findUsers", { query: { query: each } });
      const found = items.find(({ username }) => username === each);
      if (!found) return show(own.nobody({ name: each }));
      ids.push(found.id);
    }
    await change(client.conversations.addParticipants(id, ids), own.invited({ count: ids.length }));
  }

  async function mute(notify: "all" | "nothing"): Promise<void> {
    const before = conversation?.settings.notify ?? "all";
    const set = (value: typeof before) => client.conversations.updateSettings(id, { notify: value });
    await change(set(notify), notify === "nothing" ? own.muted : own.unmuted, () => set(before));
  }

  async function setStatus(): Promise<void> {
    const { withEmoji } = await loadEmoji();
    const before = me.status ?? null;
    const status = typedStatus(withEmoji(rest));
    await change(client.people.changeOwn({ status }), own.statusSet, () =>
      client.people.changeOwn({ status: before }),
    );
  }

  async function pause(): Promise<void> {
    const until = (await typedTimes(language)).time(rest);
    if (until) {
      const pausedUntil = until.toISOString();
      const time = times.dayAndTime(pausedUntil);
      await change(client.people.changeOwn({ pausedUntil }), own.paused({ time }));
    } else if (rest.toLowerCase() === "off")
      await change(client.people.changeOwn({ pausedUntil: null }), own.resumed);
    else usage();
  }

  /** Sets a reminder of the typed text, or of the newest message or the thread, and shows the time that it read. */
  async function remind(): Promise<void> {
    const reminder = (await typedTimes(language)).reminder(rest);
    if (!reminder) return usage();
    const { text } = reminder;
    const remindAt = reminder.time.toISOString();
    const messageId = thread?.rootId ?? client.state.timelines.get(id)?.messages.at(-1)?.id;
    if (text === "" && !messageId) return show(own.noMessage);
    const task =
      text === "" && messageId
        ? new Reminders(session).set({ conversationId: id, messageId }, remindAt)
        : new TextReminders(session).set(newReminderId(), { text, remindAt });
    if (!(await attempt(task))) return;
    clear();
    const { willRemind, willRemindOf, showAll } = texts.later;
    const time = times.dayAndTime(remindAt);
    const action = { label: showAll, run: () => navigate("/home"), isPassing: true };
    show(text === "" ? willRemind({ time }) : willRemindOf({ time, text }), action);
  }

  /** Returns the dialog that the command opens. */
  function dialogOf(): DialogName | undefined {
    if (name === "" || name === "help") return "help";
    if (known?.name === "leave" || known?.name === "poll") return known.name;
    return known?.name === "status" && rest === "" ? "status" : undefined;
  }

  /** Does everything that the command does without a dialog. */
  async function run(): Promise<void> {
    const sent = textCommands[name];
    if (!known) {
      const explain = commands.some((each) => each.name === name) ? own.groupsOnly : own.unknown;
      return show(explain({ name }), { label: own.sendAsText, run: () => send() });
    }
    if (sent) return rest === "" && name !== "shrug" ? usage() : send(sent(rest));
    switch (known.name) {
      case "topic": {
        const topic = rest === "" ? null : rest;
        return change(client.conversations.update(id, { topic }), own.topicSet);
      }
      case "invite":
        return invite();
      case "mute":
        return mute("nothing");
      case "unmute":
        return mute("all");
      case "status":
        return setStatus();
      case "dnd":
        return pause();
      case "remind":
        return remind();
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per command
  useEffect(() => {
    const opened = dialogOf();
    setDialog(opened);
    if (!opened) void attempt(run()).then(onClose);
  }, [props.command]);

  const done = () => {
    clear();
    onClose();
  };
  switch (dialog) {
    case "help":
      return <CommandHelp conversation={conversation} onClose={done} />;
    case "leave":
      return <LeaveDialog id={id} onLeave={clear} onClose={onClose} />;
    case "poll":
      return <CreatePoll id={id} thread={thread} onClose={done} />;
    case "status":
      return <StatusDialog onClose={done} />;
    default:
      return null;
  }
}
