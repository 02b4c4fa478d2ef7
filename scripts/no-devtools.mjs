/** Stands in for react-devtools-core, which ink names and never loads here. */
const devtools = { initialize() {}, connectToDevTools() {} }
export default devtools
