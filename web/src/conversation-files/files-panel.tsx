import { Tabs } from "@mantine/core";
import type { ConversationId } from "../../../contract/ids.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { PanelFrame } from "../panel/panel-frame.tsx";
import { FileList } from "./file-list.tsx";
import { LinkList } from "./link-list.tsx";

/** The panel with the files of a conversation, and with its messages that contain links. */
export default function FilesPanel({ id }: { id: ConversationId }) {
  const texts = useFeatureTexts().files;
  return (
    <PanelFrame title={texts.title}>
      <Tabs defaultValue="files" keepMounted={false}>
        <Tabs.List grow>
          <Tabs.Tab value="files">{texts.files}</Tabs.Tab>
          <Tabs.Tab value="links">{texts.links}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="files" pt="md">
          <FileList id={id} />
        </Tabs.Panel>
        <Tabs.Panel value="links" pt="md">
          <LinkList id={id} />
        </Tabs.Panel>
      </Tabs>
    </PanelFrame>
  );
}
