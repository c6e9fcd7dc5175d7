import { Menu } from "@mantine/core";
import { IconCalendar, IconClock } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTimes } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { OpenedMenu } from "../overlays/opened-menu.tsx";
import type { Preset } from "./presets.ts";
import { TimeDialog } from "./time-dialog.tsx";

export interface TimeMenuProps {
  presets: readonly Preset[];
  /** The title and the button of the dialog for any other time. */
  title: string;
  submit: string;
  onPick: (time: string) => void;
  onClose: () => void;
  /** The button that opens the menu. */
  children: ReactNode;
}

/** Offers times: the presets, and a dialog for any other one. */
export function TimeMenu({ presets, title, submit, onPick, onClose, children }: TimeMenuProps) {
  const texts = useFeatureTexts().later;
  const times = useTimes();
  const [isOther, setOther] = useState(false);
  const labelOf = (name: Preset["name"], time: Date) => {
    const text = texts[name];
    return typeof text === "string" ? text : text({ time: times.clockTime(time.toISOString()) });
  };
  const pick = (time: string) => {
    onPick(time);
    onClose();
  };
  if (isOther) {
    return (
      <>
        {children}
        <TimeDialog title={title} submit={submit} onPick={pick} onClose={onClose} />
      </>
    );
  }
  return (
    <OpenedMenu onClose={onClose} target={children} position="bottom-end">
      {presets.map(({ name, time }) => (
        <Menu.Item key={name} leftSection={<IconClock size={18} />} onClick={() => pick(time.toISOString())}>
          {labelOf(name, time)}
        </Menu.Item>
      ))}
      <Menu.Item
        leftSection={<IconCalendar size={18} />}
        closeMenuOnClick={false}
        onClick={() => setOther(true)}
      >
        {texts.chooseTime}
      </Menu.Item>
    </OpenedMenu>
  );
}
