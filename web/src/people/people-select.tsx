import { Group, MultiSelect, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData } from "@tanstack/react-query";
import { useState } from "react";
import type { UserId } from "../../../contract/ids.ts";
import type { User } from "../../../contract/users.ts";
import { nameOf } from "../conversation/names.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useQuery } from "../queries/use-query.ts";
import { useSession } from "../session/session-context.tsx";
import { Avatar } from "./avatar.tsx";

export interface PeopleSelectProps {
  chosen: readonly User[];
  onChange: (people: User[]) => void;
  /** Users to leave out of the results. */
  without: ReadonlySet<UserId>;
  /** The users whom the chat client knows, as they are now. Absent where no client runs. */
  known?: ReadonlyMap<UserId, User>;
}

/** A field that finds users by name and holds the chosen ones. */
export function PeopleSelect({ chosen, onChange, without, known }: PeopleSelectProps) {
  const { session } = useSession();
  const { start: texts, search: searchTexts } = useFeatureTexts();
  const [search, setSearch] = useState("");
  const [query] = useDebouncedValue(search.trim(), 150);
  const found = useQuery({
    queryKey: ["people", query],
    queryFn: () => session.call("findUsers", { query: { query, limit: "20" } }),
    enabled: query !== "",
    placeholderData: keepPreviousData,
  });
  // The chosen users may change meanwhile.
  const current = chosen.flatMap(({ id }) => known?.get(id) ?? []);
  const people = new Map(
    [...chosen, ...(query === "" ? [] : (found.data?.items ?? [])), ...current]
      .filter((user) => !without.has(user.id))
      .map((user) => [String(user.id), user]),
  );
  const isSearching = found.isFetching || query !== search.trim();
  return (
    <MultiSelect
      label={texts.people}
      description={texts.peopleHint}
      placeholder={chosen.length === 0 ? texts.peoplePlaceholder : ""}
      data={[...people].map(([value, user]) => ({ value, label: nameOf(user) }))}
      value={chosen.map((user) => user.id)}
      onChange={(ids) => onChange(ids.flatMap((id) => people.get(id) ?? []))}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      // The server has filtered already, including by fields that the label does not contain.
      filter={({ options }) => options}
      hidePickedOptions
      // Closed without a query, because the list would cover the button below.
      dropdownOpened={search.trim() !== ""}
      clearSearchOnChange
      nothingFoundMessage={
        isSearching ? texts.searching : found.isError ? searchTexts.failed : texts.noneFound
      }
      renderOption={({ option }) => <Person user={people.get(option.value)} />}
      data-autofocus
      maxDropdownHeight={280}
    />
  );
}

function Person({ user }: { user: User | undefined }) {
  if (!user) return null;
  return (
    <Group gap="sm" wrap="nowrap">
      <Avatar id={user.id} name={nameOf(user)} pictureId={user.pictureId} size={32} />
      <div>
        <Text size="sm">{nameOf(user)}</Text>
        <Text size="xs" c="dimmed">
          <bdi>@{user.username}</bdi>
        </Text>
      </div>
    </Group>
  );
}
