/** The name of the key for shortcuts on this device. */
export const commandKey = /Mac|iP/.test(navigator.platform) ? "⌘" : "Ctrl";
