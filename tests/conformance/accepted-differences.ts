/**
 * Cases in which Saker deliberately differs from the reference, each with its reason. A case in this list that agrees fails
 * the run: the list only shrinks. Keys are `suite/case` as the tests name them.
 */
export const ACCEPTED_DIFFERENCES: ReadonlyMap<string, string> = new Map([]);
