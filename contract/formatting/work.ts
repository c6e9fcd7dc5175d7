/**
 * Receives the number of characters that a step of the parser looks at. Tests prove with it that the work grows in
 * proportion to the text.
 */
export type Work = (characters: number) => void;
