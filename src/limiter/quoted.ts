const longest = 200;

/** An answer of a script in a message: its beginning. A script may answer with lists in lists without end. */
export function quoted(value: unknown): string {
  try {
    return String(JSON.stringify(value)).slice(0, longest);
  } catch (error) {
    if (error instanceof RangeError) return 'lists in lists, too deep to be shown';
    throw error;
  }
}
