/** What `apply_patch` takes, as a Lark grammar that constrains the model's output. One terminal is one line. */
export const patchGrammar = `start: BEGIN file+ END
file: added | deleted | updated
added: "*** Add File: " NAME NEW*
deleted: "*** Delete File: " NAME
updated: "*** Update File: " NAME ("*** Move to: " NAME)? (ANCHOR | LINE | LAST)*
BEGIN: "*** Begin Patch\\n"
END: /\\*\\*\\* End Patch\\n?/
NAME: /[^\\n]+\\n/
NEW: /\\+[^\\n]*\\n/
ANCHOR: /@@[^\\n]*\\n/
LINE: /[ +-][^\\n]*\\n/
LAST: "*** End of File\\n"
`
