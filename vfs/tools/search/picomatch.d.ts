/** The part of picomatch 4 that is used here; the package has no types of its own. */
declare module 'picomatch' {
  function picomatch(
    glob: string,
    options?: { readonly dot?: boolean; readonly basename?: boolean },
  ): (path: string) => boolean
  export = picomatch
}
