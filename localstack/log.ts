/** The local stack's log: one line per invocation, and the output of functions. */
export interface Log {
  line(text: string): void;
}

const dim = (text: string) => (process.stdout.isTTY ? `\u001b[2m${text}\u001b[0m` : text);

/** Logs to the terminal. Each line starts with the time of day. */
export const terminalLog: Log = {
  line: (text) => console.log(`${dim(new Date().toLocaleTimeString("en-GB"))} ${text}`),
};

export const silentLog: Log = { line: () => {} };
