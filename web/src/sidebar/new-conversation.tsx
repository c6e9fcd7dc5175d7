import { Alert, Avatar, Button, Group, Modal, MultiSelect, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue, useMediaQuery } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { User } from "../../../contract/users.ts";
import { ProblemError } from "../client/problem-error.ts";
import { nameOf } from "../conversation/names.ts";
import { useChat } from "../session/chat-context.tsx";
import { useSession } from "../session/session-context.tsx";

export interface NewConversationProps {
  isOpen: boolean;
  onClose: () => void;
}

/** Finding people and starting a conversation with them: one person is a direct one, more are a group. */
export default function NewConversation({ isOpen, onClose }: NewConversationProps) {
  const isPhone = useMediaQuery("(max-width: 720px)");
  return (
    <Modal opened={isOpen} onClose={onClose} title="New conversation" fullScreen={isPhone ?? false} centered>
      <NewConversationForm onDone={onClose} />
    </Modal>
  );
}

function NewConversationForm({ onDone }: { onDone: () => void }) {
  const { client, me } = useChat();
  const { session } = useSession();
  const [, navigate] = useLocation();
  const [search, setSearch] = useState("");
  const [chosen, setChosen] = useState<User[]>([]);
  const [name, setName] = useState("");
  const [failure, setFailure] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const [query] = useDebouncedValue(search.trim(), 150);
  const isGroup = chosen.length > 1;

  const found = useQuery({
    queryKey: ["people", query],
    queryFn: () => session.call("findUsers", { query: { query, limit: "20" } }),
    enabled: query !== "",
    placeholderData: keepPreviousData,
  });
  const people = new Map(
    [...chosen, ...(query === "" ? [] : (found.data?.items ?? []))]
      .filter((user) => user.id !== me.id)
      .map((user) => [String(user.id), user]),
  );

  async function start(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    try {
      const ids = chosen.map((user) => UserId.parse(user.id));
      const id = await client.createConversation(ids, isGroup ? name.trim() : undefined);
      onDone();
      navigate(`/c/${id}`);
    } catch (error) {
      setFailure(error instanceof ProblemError ? error.message : "The conversation could not be started.");
      setBusy(false);
    }
  }

  const nothingFound = found.isFetching || query !== search.trim() ? "Looking …" : "Nobody has that name";
  return (
    <form onSubmit={(event) => void start(event)}>
      <Stack>
        {failure && (
          <Alert color="red" role="alert">
            {failure}
          </Alert>
        )}
        <MultiSelect
          label="People"
          description="The beginning of their username or name"
          placeholder={chosen.length === 0 ? "Who?" : ""}
          data={[...people].map(([value, user]) => ({ value, label: nameOf(user) }))}
          value={chosen.map((user) => user.id)}
          onChange={(ids) => setChosen(ids.flatMap((id) => people.get(id) ?? []))}
          searchable
          searchValue={search}
          onSearchChange={setSearch}
          // The server has found them already, also by what the label does not show.
          filter={({ options }) => options}
          hidePickedOptions
          // Open only while there is something to find: it would cover the button.
          dropdownOpened={search.trim() !== ""}
          clearSearchOnChange
          nothingFoundMessage={nothingFound}
          renderOption={({ option }) => <Person user={people.get(option.value)} />}
          data-autofocus
          maxDropdownHeight={280}
        />
        {isGroup && (
          <TextInput
            label="Name of the group"
            description="You can leave it out."
            value={name}
            maxLength={limits.groupName.max}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        <Button type="submit" disabled={chosen.length === 0} loading={isBusy}>
          {isGroup ? "Create group" : "Start conversation"}
        </Button>
      </Stack>
    </form>
  );
}

function Person({ user }: { user: User | undefined }) {
  if (!user) return null;
  return (
    <Group gap="sm" wrap="nowrap">
      <Avatar name={nameOf(user)} color="initials" size={32} />
      <div>
        <Text size="sm">{nameOf(user)}</Text>
        <Text size="xs" c="dimmed">
          @{user.username}
        </Text>
      </div>
    </Group>
  );
}
