import { Dialog } from "../overlays/dialog.tsx";
import { nextPreset } from "./presets.ts";
import { TimeForm } from "./time-form.tsx";

export interface TimeDialogProps {
  title: string;
  /** The button that confirms the time. */
  submit: string;
  onPick: (time: string) => void;
  onClose: () => void;
}

/** Asks for a time. */
export const TimeDialog = ({ title, submit, onPick, onClose }: TimeDialogProps) => (
  <Dialog title={title} onClose={onClose} size="sm" centered>
    <TimeForm offered={() => nextPreset(new Date())} submit={submit} onSubmit={onPick} onCancel={onClose} />
  </Dialog>
);
