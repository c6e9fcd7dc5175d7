import { Button, CloseButton, Progress, Text } from "@mantine/core";
import { IconFile } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { pictureTypes } from "../../../contract/files.ts";
import { FileName } from "../files/file-name.tsx";
import { failureText } from "../i18n/failure-text.ts";
import { usePageLanguage } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { fileSize } from "../message/file-size.ts";
import classes from "./composer.module.css";
import type { PendingFile } from "./uploads.ts";

export interface PendingFilesProps {
  files: readonly PendingFile[];
  onRemove: (key: number) => void;
  /** Uploads a file again whose upload has failed. */
  onRetry: (key: number) => void;
}

/** The files attached to the next message, with their upload progress. */
export default function PendingFiles({ files, onRemove, onRetry }: PendingFilesProps) {
  const { texts, language } = usePageLanguage();
  const { files: own } = useFeatureTexts();
  return (
    <ul className={classes.files} aria-label={own.pending}>
      {files.map(({ key, file, progress, attachment, failure }) => (
        <li key={key} className={classes.file}>
          {pictureTypes.has(file.type) ? <Thumbnail file={file} /> : <IconFile size={28} aria-hidden />}
          <div className={classes.bannerText}>
            <Text size="xs" component="div">
              <FileName name={file.name} />
            </Text>
            {failure !== undefined ? (
              <Text size="xs" c="var(--mantine-color-error)" truncate role="alert">
                {failureText(texts, failure)}
              </Text>
            ) : attachment ? (
              <Text size="xs" c="dimmed">
                {fileSize(file.size, language)}
              </Text>
            ) : (
              <Progress
                value={progress * 100}
                size="sm"
                mt={6}
                aria-label={own.uploading({ name: file.name })}
              />
            )}
          </div>
          {failure !== undefined && (
            <Button size="compact-xs" variant="subtle" onClick={() => onRetry(key)}>
              {texts.message.tryAgain}
            </Button>
          )}
          <CloseButton
            size="sm"
            aria-label={own.removeFile({ name: file.name })}
            onClick={() => onRemove(key)}
          />
        </li>
      ))}
    </ul>
  );
}

function Thumbnail({ file }: { file: File }) {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return url ? <img src={url} alt="" className={classes.thumbnail} /> : null;
}
