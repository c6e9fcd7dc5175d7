import { searchForm } from "../../../contract/normal-forms.ts";
import type { User } from "../../../contract/users.ts";

type Named = Pick<User, "username" | "fullName">;

/** Whether a name or one of its words begins with the typed letters. Accents make no difference. */
export const beginsWith = ({ username, fullName }: Named, letters: string): boolean =>
  letters !== "" &&
  [username, ...(fullName ?? "").split(/\s+/)].some((word) =>
    searchForm(word).startsWith(searchForm(letters)),
  );

/**
 * Returns the people whose names contain the typed letters: first the one with exactly this username, then those whose
 * names begin with the letters. Others keep their order. Enter inserts the first one, which has to be the one that the
 * user has typed.
 */
export function rankedByName<Person extends Named>(people: Iterable<Person>, letters: string): Person[] {
  const form = searchForm(letters);
  const rankOf = (person: Person) =>
    searchForm(person.username) === form ? 0 : beginsWith(person, letters) ? 1 : 2;
  return [...people]
    .filter(({ username, fullName }) => searchForm(`${username} ${fullName ?? ""}`).includes(form))
    .sort((one, other) => rankOf(one) - rankOf(other));
}
