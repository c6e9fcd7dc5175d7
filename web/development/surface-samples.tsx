import { Button, Menu, Text } from "@mantine/core";
import { useState } from "react";
import { MessagesSkeleton } from "../src/conversation/messages-skeleton.tsx";
import NothingOpen from "../src/conversation/nothing-open.tsx";
import { Failure, RowFailure } from "../src/errors/failures.tsx";
import { TimeDialog } from "../src/later/time-dialog.tsx";
import { ConfirmDialog } from "../src/overlays/confirm-dialog.tsx";
import { ViewSkeleton } from "../src/pages/view-skeleton.tsx";
import { usePanel } from "../src/panel/panel-context.tsx";
import { PanelFrame } from "../src/panel/panel-frame.tsx";
import { QueryFailure } from "../src/queries/query-failure.tsx";
import { useNotice } from "../src/session/notice.tsx";
import { NoticeCard } from "../src/session/notice-card.tsx";
import classes from "./primitives.module.css";
import { Section, State } from "./section.tsx";

const nothing = () => {};

const failure = { error: new Error("An example"), component: "primitives" };
const failedQuery = { error: new Error("An example"), refetch: () => Promise.resolve() };

const dialogs = {
  "A deletion": (onClose: () => void) => (
    <ConfirmDialog
      action="Delete"
      question="Do you want to delete it?"
      isDeletion
      onConfirm={nothing}
      onClose={onClose}
    />
  ),
  "A time": (onClose: () => void) => (
    <TimeDialog title="Pick a time" submit="Schedule" onPick={onClose} onClose={onClose} />
  ),
};

type DialogName = keyof typeof dialogs;

/** Everything that lies over the page or beside it, and what stands in for content. */
export function SurfaceSamples() {
  const { show } = useNotice();
  const panel = usePanel();
  const [dialog, setDialog] = useState<DialogName>();
  const openPanel = () =>
    panel.open(
      <PanelFrame title="A panel">
        <Text>Its content</Text>
      </PanelFrame>,
      { name: "sample" },
    );
  return (
    <>
      <Section title="Notices">
        <State name="Passing, and with a button">
          <NoticeCard text="The message is sent." onClose={nothing} />
          <NoticeCard text="The channel is archived." onClose={nothing}>
            <Button size="compact-sm" variant="light">
              Undo
            </Button>
          </NoticeCard>
          <Button variant="default" onClick={() => show("A notice in its place")}>
            Show a notice
          </Button>
        </State>
      </Section>
      <Section title="Dialogs, menus and panels">
        <State name="They open over the page">
          {Object.keys(dialogs).map((name) => (
            <Button
              key={name}
              variant="default"
              onClick={() => setDialog(name === "A time" ? name : "A deletion")}
            >
              {name}
            </Button>
          ))}
          <Menu>
            <Menu.Target>
              <Button variant="default">A menu</Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item>Usual</Menu.Item>
              <Menu.Item disabled>Disabled</Menu.Item>
              <Menu.Item color="red">Deletion</Menu.Item>
            </Menu.Dropdown>
          </Menu>
          <Button variant="default" onClick={openPanel}>
            Open the panel
          </Button>
        </State>
        {dialog && dialogs[dialog](() => setDialog(undefined))}
      </Section>
      <Section title="Failures">
        <div className={classes.frame}>
          <Failure failure={failure} onRetry={nothing} />
        </div>
        <RowFailure
          text="This message cannot be shown."
          raw="The text as its author typed it"
          failure={failure}
          onRetry={nothing}
        />
        <QueryFailure query={failedQuery} />
      </Section>
      <Section title="Nothing to show, and not loaded yet">
        <div className={classes.frame}>
          <NothingOpen />
        </div>
        <div className={classes.frame}>
          <MessagesSkeleton />
        </div>
        <div className={classes.frame}>
          <ViewSkeleton />
        </div>
      </Section>
    </>
  );
}
