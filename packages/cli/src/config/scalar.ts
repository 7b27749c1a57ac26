/** A YAML 1.1 boolean in any of its three spellings (yes, Yes, YES); undefined for other text. */
export function booleanOf(text: string | null): boolean | undefined {
  if (text === null || !/^(?:[a-z]+|[A-Z]+|[A-Z][a-z]+)$/.test(text)) return undefined;
  switch (text.toLowerCase()) {
    case 'y':
    case 'yes':
    case 'true':
    case 'on':
      return true;
    case 'n':
    case 'no':
    case 'false':
    case 'off':
      return false;
    default:
      return undefined;
  }
}
