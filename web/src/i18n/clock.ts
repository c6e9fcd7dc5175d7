import { useSyncExternalStore } from "react";

const minuteMs = 60_000;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;

const announce = () => {
  for (const listener of listeners) listener();
};

/** Announces each minute as it begins. */
function tick(): void {
  timer = setTimeout(
    () => {
      announce();
      tick();
    },
    minuteMs - (Date.now() % minuteMs),
  );
}

/** Calls `listener` each minute, and when the page becomes visible: timers stand still while a computer sleeps. */
function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    tick();
    document.addEventListener("visibilitychange", announce);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", announce);
  };
}

/** Renders the component again when a day begins, for texts such as "Today". */
export const useDay = (): string => useSyncExternalStore(subscribe, () => new Date().toDateString());

/** Renders the component again each minute, for texts such as "5 minutes ago". */
export const useMinute = (): number =>
  useSyncExternalStore(subscribe, () => Math.floor(Date.now() / minuteMs));
