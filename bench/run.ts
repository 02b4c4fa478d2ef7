import './headless.ts'
