/**
 * Runs a task when the page has nothing else to do. Safari has no idle callbacks.
 *
 * @returns a function that cancels it
 */
export function whenIdle(task: () => void): () => void {
  if ("requestIdleCallback" in window) {
    const handle = window.requestIdleCallback(task);
    return () => window.cancelIdleCallback(handle);
  }
  const timer = setTimeout(task, 2_000);
  return () => clearTimeout(timer);
}
