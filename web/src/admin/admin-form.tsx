import { Alert, Button, Group, Stack } from "@mantine/core";
import type { ReactNode } from "react";

export interface AdminFormProps {
  /** The error of the form as a whole. */
  failure: string | undefined;
  /** The button that submits the form. Without it, the form is read-only. */
  submit?: { label: string; isBusy: boolean; isDisabled?: boolean } | undefined;
  onSubmit: () => Promise<void>;
  /** The fields. */
  children: ReactNode;
}

/** A form of the administration: the failure, the fields, and a button at the end. */
export function AdminForm({ failure, submit, onSubmit, children }: AdminFormProps) {
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void onSubmit();
      }}
    >
      <Stack gap="sm">
        {failure && (
          <Alert color="red" role="alert">
            {failure}
          </Alert>
        )}
        {children}
        {submit && (
          <Group justify="flex-end">
            <Button type="submit" loading={submit.isBusy} disabled={submit.isDisabled ?? false}>
              {submit.label}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}
