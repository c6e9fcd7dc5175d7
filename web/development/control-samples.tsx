import {
  Button,
  Checkbox,
  PasswordInput,
  Progress,
  Radio,
  SegmentedControl,
  Select,
  SimpleGrid,
  Switch,
  Textarea,
  TextInput,
} from "@mantine/core";
import { IconBold, IconPencil, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { message } from "../../client/testing/examples.ts";
import { CharactersLeft } from "../src/composer/characters-left.tsx";
import { GrowingField } from "../src/composer/growing-field.tsx";
import PendingFiles from "../src/composer/pending-files.tsx";
import { Tool } from "../src/composer/tool.tsx";
import type { PendingFile } from "../src/composer/uploads.ts";
import { PlainRow } from "../src/home/home-row.tsx";
import { HomeSection } from "../src/home/home-section.tsx";
import { IconButton } from "../src/icon-button.tsx";
import { MessageCard } from "../src/message/message-card.tsx";
import { ShowMore } from "../src/show-more.tsx";
import classes from "./primitives.module.css";
import { group, report } from "./samples.ts";
import { Section, State } from "./section.tsx";

const buttons = [
  { variant: "filled" },
  { variant: "light" },
  { variant: "default" },
  { variant: "subtle" },
  { color: "red.9" },
] as const;

const nothing = () => {};

const upload = (key: number, change: Partial<PendingFile>): PendingFile => ({
  key,
  conversationId: group.id,
  file: new File(["text"], `Upload ${key}.txt`, { type: "text/plain" }),
  progress: 0.6,
  stop: new AbortController(),
  ...change,
});

const uploads = [
  upload(1, {}),
  upload(2, { progress: 1, attachment: report }),
  upload(3, { failure: new Error("The connection broke") }),
];

/** Everything that the user presses or fills in. */
export function ControlSamples() {
  const [text, setText] = useState("Several\nlines");
  return (
    <>
      <Section title="Buttons">
        {buttons.map((props) => (
          <State key={Object.values(props).join()} name={Object.values(props).join()}>
            <Button {...props}>Usual</Button>
            <Button {...props} size="compact-sm">
              Compact
            </Button>
            <Button {...props} disabled>
              Disabled
            </Button>
            <Button {...props} loading>
              Loading
            </Button>
          </State>
        ))}
        <State name="Below a list">
          <ShowMore hasMore onMore={nothing} />
        </State>
      </Section>
      <Section title="Icon buttons">
        <State name="Usual, disabled">
          <IconButton label="Edit" size={36}>
            <IconPencil size={18} />
          </IconButton>
          <IconButton label="Delete" size={36} disabled>
            <IconTrash size={18} />
          </IconButton>
        </State>
        <State name="Tool of the composer: off, on">
          <Tool label="Bold, off" Icon={IconBold} isPressed={false} onClick={nothing} />
          <Tool label="Bold, on" Icon={IconBold} isPressed onClick={nothing} />
        </State>
      </Section>
      <Section title="Fields">
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          <TextInput label="Usual" description="A hint" placeholder="A placeholder" />
          <TextInput label="Error" defaultValue="Value" error="The server refuses this value." />
          <TextInput label="Disabled" defaultValue="Value" disabled />
          <PasswordInput label="Password" defaultValue="Value" />
          <Textarea label="Lines" defaultValue={"One\nTwo"} autosize />
          <Select label="Choice" data={["One", "Two"]} defaultValue="One" />
        </SimpleGrid>
        <State name="On and off">
          <Switch label="Switch" defaultChecked />
          <Switch label="Switch, off" />
          <Checkbox label="Box" defaultChecked />
          <Checkbox label="Box, off" />
          <Radio label="Radio" name="radio" defaultChecked />
          <Radio label="Radio, off" name="radio" />
          <SegmentedControl aria-label="Segments" data={["One", "Two"]} />
        </State>
        <State name="Characters that are left, and too many">
          <CharactersLeft id="left" left={12} />
          <CharactersLeft id="too-many" left={-3} />
        </State>
        <div className={classes.frame}>
          <GrowingField
            aria-label="Growing field"
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
        </div>
        <div className={classes.frame}>
          <GrowingField aria-label="Empty growing field" placeholder="A placeholder" value="" readOnly />
        </div>
      </Section>
      <Section title="Files of the composer">
        <PendingFiles files={uploads} onRemove={nothing} onRetry={nothing} />
        <Progress value={40} aria-label="Progress" />
      </Section>
      <Section title="Rows">
        <HomeSection title="Home page">
          <PlainRow
            head="With buttons"
            note="09:00"
            text="The text of the row"
            actions={[
              { label: "Edit the row", Icon: IconPencil, run: nothing },
              { label: "Delete the row", Icon: IconTrash, run: nothing },
            ]}
            onOpen={nothing}
          />
          <PlainRow head="Without buttons" text="The text of the row" onOpen={nothing} />
        </HomeSection>
        <ul className={classes.list}>
          <MessageCard listed={message(3)} />
          <MessageCard listed={message(5)} showsConversation />
        </ul>
      </Section>
    </>
  );
}
