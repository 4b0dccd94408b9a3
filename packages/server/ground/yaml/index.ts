export {
  type FileProblem,
  formatProblems,
  type Locate,
  type ReadYaml,
  readYaml,
  readYamlFile,
  YAML_BYTES_MAX,
} from './read.ts';
