import { ActionIcon, CopyButton, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { common, createLowlight } from "lowlight";
import { Fragment, type ReactNode, useMemo } from "react";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import classes from "./message.module.css";

const lowlight = createLowlight(common);
type Nodes = ReturnType<typeof lowlight.highlight>["children"];

const render = (nodes: Nodes): ReactNode =>
  nodes.map((node, at) => {
    if (node.type === "text") return node.value;
    if (node.type !== "element") return null;
    const names = node.properties.className;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: lines of a text never move
      <Fragment key={at}>
        <span className={Array.isArray(names) ? names.join(" ") : undefined}>
          {render(node.children as Nodes)}
        </span>
      </Fragment>
    );
  });

/** A block of code, highlighted if its language is known. This module loads when the first block is shown. */
export default function CodeBlock({ text, language }: { text: string; language: string }) {
  const texts = useTexts();
  const { messages: own } = useFeatureTexts();
  const coloured = useMemo(
    () => (lowlight.registered(language) ? render(lowlight.highlight(language, text).children) : text),
    [language, text],
  );
  return (
    <div className={classes.codeBlock}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable block must be reachable by keyboard */}
      <pre className={classes.code} tabIndex={0}>
        <code>{coloured}</code>
      </pre>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? texts.message.copied : own.copyCode}>
            <ActionIcon
              className={classes.copyCode}
              variant="default"
              size="sm"
              aria-label={own.copyCode}
              onClick={copy}
            >
              {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  );
}
