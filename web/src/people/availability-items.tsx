import { Menu } from "@mantine/core";
import { IconBell, IconBellOff, IconMoodSmile } from "@tabler/icons-react";
import { statusAt } from "../../../contract/availability.ts";
import { useTimes } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import { endOf, tomorrowMorning } from "./status-times.ts";

/** The items of the account menu that set the status, and pause or resume notifications on all devices. */
export function AvailabilityItems({ onStatus }: { onStatus: () => void }) {
  const { client, me } = useChat();
  const { attempt } = useNotice();
  const { status: statusTexts, pause: texts } = useFeatureTexts().availability;
  const times = useTimes();
  const now = new Date();
  const status = statusAt(me, now);
  const { pausedUntil } = me;
  const isPaused = pausedUntil !== undefined && Date.parse(pausedUntil) > now.getTime();
  const pause = (until: Date | undefined) => () =>
    void attempt(client.people.changeOwn({ pausedUntil: until?.toISOString() ?? null }));
  const pauses = [
    [texts.halfHour, endOf("halfHour", now)],
    [texts.hour, endOf("hour", now)],
    [texts.tomorrow, tomorrowMorning(now)],
  ] as const;
  return (
    <>
      <Menu.Item
        leftSection={status ? <span aria-hidden>{status.emoji}</span> : <IconMoodSmile size={18} />}
        onClick={onStatus}
      >
        {status ? (status.text ?? statusTexts.change) : statusTexts.set}
      </Menu.Item>
      {isPaused ? (
        <>
          <Menu.Label>{texts.pausedUntil({ time: times.shortTime(pausedUntil) })}</Menu.Label>
          <Menu.Item leftSection={<IconBell size={18} />} onClick={pause(undefined)}>
            {texts.resume}
          </Menu.Item>
        </>
      ) : (
        <>
          <Menu.Label>{texts.title}</Menu.Label>
          {pauses.map(([label, until]) => (
            <Menu.Item key={label} leftSection={<IconBellOff size={18} />} onClick={pause(until)}>
              {label}
            </Menu.Item>
          ))}
        </>
      )}
    </>
  );
}
