/** Where the local stack writes: a line an invocation, and whatever functions print. */
export interface Log {
  line(text: string): void;
}

const dim = (text: string) => (process.stdout.isTTY ? `\u001b[2m${text}\u001b[0m` : text);

/** To the terminal, each line with the time of day. */
export const terminalLog: Log = {
  line: (text) => console.log(`${dim(new Date().toLocaleTimeString("en-GB"))} ${text}`),
};

export const silentLog: Log = { line: () => {} };
